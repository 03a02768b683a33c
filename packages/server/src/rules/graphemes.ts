/** Made when it is first asked for, since it brings the data of all scripts along, which few requests need. */
let segmenter: Intl.Segmenter | undefined

/** What people take for the single characters of a text, such as an emoji of several code points. */
export function graphemesOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
