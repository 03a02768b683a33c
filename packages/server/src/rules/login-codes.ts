/** 5 to 7 digits, maybe with hyphens between them ("Invalidating login codes"). */
const code = /(?<![\d-])\d(?:-*\d){4,6}(?![\d-]*\d)/g

/** What in a text might be a login code, as digits alone. */
export function codesIn(text: string): string[] {
  return (text.match(code) ?? []).map((found) => found.replaceAll('-', ''))
}
