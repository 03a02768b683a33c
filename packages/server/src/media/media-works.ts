import type { Log } from '../ports/log.ts'
import { createFilms, type Films } from './film/films.ts'
import { createPictures, type Pictures } from './pictures/pictures.ts'

/** What is done with the bytes of pictures and films, away from the thread that serves everybody. */
export interface MediaWorks {
  readonly pictures: Pictures
  readonly films: Films
  /** Ends all threads. What is under way fails. */
  close(): Promise<void>
}

export function createMediaWorks({ log }: { readonly log: Log }): MediaWorks {
  const pictures = createPictures({ log })
  const films = createFilms({ log })
  return {
    pictures,
    films,
    async close() {
      await Promise.all([pictures.close(), films.close()])
    },
  }
}
