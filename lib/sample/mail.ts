/** A mailbox of an agency under a domain that is reserved for examples: it can never be anyone's. */
export function agencyMail(code: string, slug: string): string {
  return `${code.toLowerCase().replaceAll('.', '-')}@${slug}.gov.example`;
}
