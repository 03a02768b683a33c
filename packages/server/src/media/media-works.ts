import type { Log } from '../ports/log.ts'
import { createPictures, type Pictures } from './pictures/pictures.ts'

/** What is done with the bytes of pictures and films, away from the thread that serves everybody. */
export interface MediaWorks {
  readonly pictures: Pictures
  /** Ends all threads. What is under way fails. */
  close(): Promise<void>
}

export function createMediaWorks({ log }: { readonly log: Log }): MediaWorks {
  const pictures = createPictures({ log })
  return { pictures, close: () => pictures.close() }
}
