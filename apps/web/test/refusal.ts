/** A refusal as the client throws it. */
export function refusal(status: number, code: string, fields: Record<string, string> = {}): Error {
  return Object.assign(new Error(code), { status, code, fields });
}
