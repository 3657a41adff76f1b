/** `freeze-source` -> `FreezeSource`: what logical ids and outputs of a queue or a function begin with. */
export const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
