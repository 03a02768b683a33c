/** What a link to a bot may say to it ("Deep links", bot links): up to 64 letters, digits, underscores and dashes. */
export function isStartParam(param: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(param)
}
