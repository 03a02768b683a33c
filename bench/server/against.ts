// Two servers under the same load in turns of seconds: this checkout's and that of another one. Whatever else the machine
// does meanwhile befalls both, so the ratio tells differences that are far smaller than those between two runs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { measurePages } from './pages.ts'
import { type Correspondence, introducePairs, measureSending, type SendingOptions } from './sending.ts'
import { type ServerHandle, startServer } from './server-handle.ts'
import { sizes } from './sizes.ts'
import { connectUsers, type User } from './user.ts'

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, profile: { type: 'string' }, against: { type: 'string' } },
})
if (options.against === undefined) throw new TypeError('the folder of another checkout is needed')
const size = options.quick === true ? sizes.quick : sizes.full
const rounds = options.quick === true ? 25 : 75
const connections = options.quick === true ? 100 : 1_000
const settleMs = 200
const sliceMs = 800
const perSecond = 2_500
const pageRepeats = 150

interface Side {
  readonly name: string
  readonly server: ServerHandle
  readonly users: readonly User[]
  readonly pairs: readonly Correspondence[]
}

/** Starts the server of a checkout on a store that this same checkout has filled. */
async function startSide(name: string, folder: string, data: string): Promise<Side> {
  const at = (path: string): string => pathToFileURL(join(folder, path)).href
  const { openSqliteStore }: typeof import('@chappe/server') = await import(at('packages/server/src/index.ts'))
  const { createAccounts }: typeof import('./accounts.ts') = await import(at('bench/server/accounts.ts'))
  const { fillMessages }: typeof import('./fill.ts') = await import(at('bench/server/fill.ts'))
  const store = openSqliteStore({ path: join(data, 'chappe.db') })
  const accounts = await createAccounts(store, connections)
  await fillMessages(store, accounts, size.messages[0] ?? 0)
  await store.close()
  const profile = options.profile && join(options.profile, name)
  const server = await startServer(data, profile, at('bench/server/server-process.ts'))
  const users = await connectUsers(server, accounts)
  return { name, server, users, pairs: await introducePairs(users.slice(0, size.senders)) }
}

type Figures = ReadonlyMap<string, { readonly value: number; readonly unit: string }>

async function slice({ server, users, pairs }: Side): Promise<Figures> {
  const figures = new Map<string, { value: number; unit: string }>()
  const note = (op: string, value: number, unit: string): void => void figures.set(op, { value, unit })
  const send = (load: SendingOptions['load']): ReturnType<typeof measureSending> =>
    measureSending({ server, pairs, warmUpMs: settleMs, measureMs: sliceMs, load })
  const full = await send({ unansweredEach: Math.max(1, Math.round(size.unanswered / pairs.length)) })
  note('server CPU of a message', full.serverCpu, 'µs')
  const half = await send({ perSecond })
  note(`server CPU of a message, ${perSecond} a second`, half.serverCpu, 'µs')
  note(`from send to receipt, ${perSecond} a second, p50`, half.p50, 'ms')
  note(`from send to receipt, ${perSecond} a second, p99`, half.p99, 'ms')
  const [user, other] = users
  if (user === undefined || other === undefined) throw new RangeError('two users are needed')
  for (const [underWay, how] of [
    [1, 'one at a time'],
    [16, '16 at a time'],
  ] as const) {
    const costs = await measurePages({ server, user, other, repeats: pageRepeats, underWay })
    note(`server CPU of the newest history page of 100, ${how}`, costs.newestHistory, 'ms')
    note(`server CPU of a history page of 100 from anywhere, ${how}`, costs.anyHistory, 'ms')
    note(`server CPU of a difference page of 100, ${how}`, costs.difference, 'ms')
  }
  return figures
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

const folders = [resolve('.'), resolve(options.against)]
const names = ['chappe', basename(folders[1] ?? '')]
const data = folders.map(() => mkdtempSync(join(tmpdir(), 'chappe-bench-')))
try {
  const sides: Side[] = []
  for (const [i, folder] of folders.entries()) sides.push(await startSide(names[i] ?? '', folder, data[i] ?? ''))
  const runs = sides.map((): Figures[] => [])
  // The first round warms both up. Each goes first as often as second.
  for (let round = 0; round <= rounds; round++) {
    for (const i of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const side = sides[i]
      if (side === undefined) continue
      const figures = await slice(side)
      if (round > 0) runs[i]?.push(figures)
    }
  }
  const [ours = [], theirs = []] = runs
  const what = `in turns, ${rounds} rounds, ${connections} connections`
  for (const [op, { unit }] of ours[0] ?? []) {
    const report = (subject: string, value: number): void =>
      void process.send?.({ bench: 'server', case: what, op, subject, value: Number(value.toPrecision(4)), unit })
    const value = (figures: Figures | undefined): number => figures?.get(op)?.value ?? Number.NaN
    report('chappe', median(ours.map(value)))
    report(names[1] ?? '', median(theirs.map(value)))
    report('ratio', median(ours.map((figures, i) => value(figures) / value(theirs[i]))))
  }
  for (const { users } of sides) for (const { endpoint } of users) await endpoint.close()
  for (const { server } of sides) await server.stop()
} finally {
  for (const folder of data) rmSync(folder, { recursive: true, force: true })
}
process.disconnect?.()
