import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from '@grammyjs/types'
import { Unanswered } from '../traffic.ts'
import { BotFiles } from './bot-files.ts'
import type { HttpBot } from './call-bot-api.ts'
import type { Hearing } from './told.ts'

/** Before it asks again, in ms, what was not answered. */
const again = 30

/** What the program of a bot remembers of what it did and was told. */
export interface HttpNotes {
  readonly files: BotFiles
}

/** A bot, and what its program remembers. */
export interface HttpProgram extends HttpBot {
  readonly notes: HttpNotes
}

export function newHttpNotes(): HttpNotes {
  return { files: new BotFiles() }
}

/** Notes what it is told of. */
export function takeOverHttp({ notes }: HttpProgram, hearing: Hearing, { message }: Update): void {
  const { text, caption, document } = message ?? {}
  const words = text ?? caption
  if (words !== undefined) hearing.hear(words)
  if (caption !== undefined && document !== undefined) notes.files.take(caption, document.file_id)
}

/** Asks until there is an answer. */
export async function untilAnswered<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      await sleep(again, undefined, { signal })
    }
  }
}
