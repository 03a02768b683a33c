import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { continueUpdateNumbers, nextUpdateNumbers } from '@chappe/bot-api'
import type { FolderCopy, LabFolder } from './folder.ts'

/** Puts what was copied in place; bots that go on asking for updates from where they were find all that come. */
export function replaceKeepingNumbers(folder: LabFolder, copy: FolderCopy): void {
  const updates = join(folder.path, 'bot-api.db')
  const next = existsSync(updates) ? nextUpdateNumbers(updates) : new Map<number, number>()
  folder.replaceBy(copy)
  if (existsSync(updates)) continueUpdateNumbers(updates, next)
}
