/** Version of `docs/rules.md`. Part of every mapping version: raise it when that page changes an outcome. */
export const rulesVersion = 1;
