import { isGroup, isUser, type PeerId } from '../ids.ts'
import type { StoredReport } from '../store/domain/system/reports.ts'
import type { Reads } from '../store/store.ts'
import { toMessage } from '../views/message-view.ts'
import { withStore } from './with-store.ts'

const perPage = 100

/** Writes what users reported, the newest first: a line for people, or a JSON object for programs, for each. */
export function printReports(data: string, json: boolean, write: (text: string) => Promise<void>): Promise<void> {
  return withStore(data, async ({ read }) => {
    let below: number | undefined
    for (;;) {
      const page = await read.reports.page(perPage, below)
      for (const report of page) {
        const described = await describe(read, report)
        await write(`${json ? JSON.stringify(described) : forPeople(described)}\n`)
      }
      below = page.at(-1)?.id
      if (page.length < perPage) break
    }
    if (below === undefined && !json) await write('There are no reports.\n')
  })
}

interface Named {
  readonly id: PeerId
  readonly name: string
  readonly username?: string | undefined
}

interface DescribedReport {
  readonly id: number
  readonly date: string
  readonly reporter: Named
  readonly reported: Named
  readonly reason: string
  readonly message: string
  /** What is reported, as far as the reporter still has it. */
  readonly messages: readonly { readonly id: number; readonly text: string }[]
}

async function describe(read: Reads, report: StoredReport): Promise<DescribedReport> {
  const { id, reason, message } = report
  const [reporter, reported] = await Promise.all([nameOf(read, report.reporter), nameOf(read, report.peer)])
  const messages = (await read.messages.many(report.reporter, report.messages)).map((stored) => {
    const content = toMessage(stored)
    return { id: stored.id, text: content._ === 'message' ? content.message : '' }
  })
  return { id, date: new Date(report.date * 1000).toISOString(), reporter, reported, reason, message, messages }
}

async function nameOf(read: Reads, id: PeerId): Promise<Named> {
  if (isGroup(id)) return { id, name: (await read.groups.get(id))?.title ?? '', username: undefined }
  const user = isUser(id) ? await read.users.get(id) : undefined
  return { id, name: user === undefined ? '' : `${user.firstName} ${user.lastName}`.trim(), username: user?.username }
}

function forPeople({ date, reporter, reported, reason, message, messages }: DescribedReport): string {
  const why = reason.replace(/^inputReportReason/, '')
  const text = message === '' ? '' : `: ${oneLine(message)}`
  const lines = messages.map(({ id, text }) => `\n    message ${id}: ${oneLine(text)}`)
  return `${date}  ${show(reporter)} reports ${show(reported)} for ${why}${text}${lines.join('')}`
}

function show({ id, name, username }: Named): string {
  const names = [oneLine(name), username === undefined ? '' : `@${username}`].filter((part) => part !== '')
  return names.length === 0 ? String(id) : `${id} (${names.join(', ')})`
}

/** What users wrote must not move the cursor of whoever reads it. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
}
