/** What a file is that can be looked into as a film or a sound, by the name that ffmpeg has for its form. */
export type FilmKind = 'mov' | 'matroska' | 'gif' | 'ogg' | 'mp3' | 'flac' | 'wav'

/** So many bytes tell it. */
export const filmHeadBytes = 16

/**
 * By the first bytes, whatever the file is called. The form is always told to ffmpeg: left to guess, it would also take lists
 * that name other files and addresses.
 */
export function filmKind(head: Uint8Array): FilmKind | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length)
  const has = (mark: string, at = 0): boolean => bytes.toString('latin1', at, at + mark.length) === mark
  if (has('ftyp', 4)) return 'mov'
  if (has('\x1aE\xdf\xa3')) return 'matroska'
  if (has('GIF87a') || has('GIF89a')) return 'gif'
  if (has('OggS')) return 'ogg'
  if (has('fLaC')) return 'flac'
  if (has('RIFF') && has('WAVE', 8)) return 'wav'
  const [first = 0, second = 0] = bytes
  return has('ID3') || (first === 0xff && (second & 0xe6) === 0xe2) ? 'mp3' : undefined
}
