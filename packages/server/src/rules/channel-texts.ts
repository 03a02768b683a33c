import { invalid } from './refusal.ts'
import { isLonger } from './text-length.ts'

/** In characters, as the public server counts ("channels.createChannel"). */
const maxTitleLength = 128
const maxAboutLength = 255

/** Throws `CHAT_TITLE_EMPTY`; a longer title is refused in the same way as an empty one. */
export function parseChannelTitle(input: string): string {
  const title = input.trim()
  if (title === '' || isLonger(title, maxTitleLength)) throw invalid('CHAT_TITLE_EMPTY')
  return title
}

/** Throws `CHAT_ABOUT_TOO_LONG`. */
export function parseChannelAbout(input: string): string {
  const about = input.trim()
  if (isLonger(about, maxAboutLength)) throw invalid('CHAT_ABOUT_TOO_LONG')
  return about
}
