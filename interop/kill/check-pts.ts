import { join } from 'node:path'
import { type api, decode } from '@chappe/tl-codec/api'
import { firstPts } from '../../packages/server/src/store/domain/chats/boxes.ts'
import { viewSqliteStore } from '../../packages/server/src/store/sqlite/sqlite-store.ts'
import { asUser } from '../../packages/server/src/testing/ids.ts'

/**
 * What is wrong with the count of changes in a store that no server runs on: every `pts` that was given belongs to one
 * message or one change, and to no two; a message that is gone is told to be gone, once.
 */
export async function ptsProblems(folder: string, people: readonly bigint[]): Promise<string[]> {
  const { read, close } = viewSqliteStore(join(folder, 'chappe.db'))
  try {
    const problems: string[] = []
    for (const [index, id] of people.entries()) {
      const box = asUser(id)
      const state = await read.boxes.state(box)
      const all = await read.boxes.difference(box, firstPts, Number.MAX_SAFE_INTEGER - 1)
      if (state === undefined || all === undefined)
        throw new TypeError(`the changes of person ${index} are not all there`)
      const changes = all.events.map(({ pts, ptsCount, update }) => ({
        pts,
        ptsCount,
        update: decode('Update', update),
      }))
      for (const problem of problemsOf(state, all.messages, changes)) problems.push(`person ${index}: ${problem}`)
    }
    return problems
  } finally {
    close()
  }
}

/** What was reported and acknowledged, and is not there. */
export async function missingReports(folder: string, reports: readonly string[]): Promise<string[]> {
  const { read, close } = viewSqliteStore(join(folder, 'chappe.db'))
  try {
    const stored = new Set((await read.reports.page(Number.MAX_SAFE_INTEGER)).map(({ message }) => message))
    return reports.filter((report) => !stored.has(report))
  } finally {
    close()
  }
}

interface Counters {
  readonly pts: number
  readonly lastMessageId: number
}

interface Change {
  readonly pts: number
  readonly ptsCount: number
  readonly update: api.Update
}

/** @param messages those that are still there */
export function problemsOf(
  state: Counters,
  messages: readonly { readonly id: number; readonly pts: number }[],
  changes: readonly Change[],
): string[] {
  const problems: string[] = []
  const ordered = [...changes].sort((a, b) => a.pts - b.pts)
  let end = firstPts
  let counted = 0
  let at = 0
  for (const { id, pts } of [...messages].sort((a, b) => a.pts - b.pts)) {
    for (let change = ordered[at]; change !== undefined && change.pts < pts; change = ordered[++at]) {
      counted += change.ptsCount
    }
    // A message takes one number and one pts, so what else was counted before it makes up the rest.
    const should = firstPts + id + counted
    if (pts !== should) problems.push(`message ${id} has pts ${pts} and should have ${should}`)
  }
  for (const { pts, ptsCount, update } of ordered) {
    if (pts - ptsCount < end)
      problems.push(`${update._} begins at pts ${pts - ptsCount}, before the end of another, ${end}`)
    end = pts
  }
  const total = changes.reduce((sum, { ptsCount }) => sum + ptsCount, firstPts + state.lastMessageId)
  if (state.pts !== total) problems.push(`pts is ${state.pts}, and messages and changes come to ${total}`)
  if (end > state.pts) problems.push(`a change ends at pts ${end}, after the last one, ${state.pts}`)
  return [...problems, ...deletionProblems(state, messages, changes)]
}

function deletionProblems(
  { lastMessageId }: Counters,
  messages: readonly { readonly id: number }[],
  changes: readonly Change[],
): string[] {
  const here = new Set(messages.map(({ id }) => id))
  const told = changes.flatMap(({ update }) => (update._ === 'updateDeleteMessages' ? update.messages : []))
  const gone = new Set(told)
  const problems = told
    .filter((id, at) => told.indexOf(id) !== at)
    .map((id) => `message ${id} is told twice to be gone`)
  for (let id = 1; id <= lastMessageId; id++) {
    if (here.has(id) && gone.has(id)) problems.push(`message ${id} is there and told to be gone`)
    if (!here.has(id) && !gone.has(id)) problems.push(`message ${id} is gone without being told so`)
  }
  return problems
}
