// The load on the server, in a process of its own. Sends each figure to its parent.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSqliteStore } from '@chappe/server'
import { type Account, createAccounts } from './accounts.ts'
import { fillMessages } from './fill.ts'
import { measurePages } from './pages.ts'
import { introducePairs, measureSending } from './sending.ts'
import { type ServerHandle, startServer } from './server-handle.ts'
import { sizes } from './sizes.ts'
import { connectUsers, type User } from './user.ts'

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, profile: { type: 'string' } } })
const size = options.quick === true ? sizes.quick : sizes.full

function report(what: string, op: string, value: number, unit: string): void {
  process.send?.({ bench: 'server', case: what, op, subject: 'chappe', value: Number(value.toPrecision(4)), unit })
}

/** Runs the server on a store that holds so many messages, with nobody connected yet. */
async function withServer(
  accountCount: number,
  messages: number,
  use: (server: ServerHandle, accounts: readonly Account[]) => Promise<void>,
): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  try {
    const store = openSqliteStore({ path: join(data, 'chappe.db') })
    const accounts = await createAccounts(store, accountCount)
    await fillMessages(store, accounts, messages)
    await store.close()
    const server = await startServer(data, options.profile)
    await use(server, accounts)
    await server.stop()
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** Half of the load that the server is to bear. */
const halfLoad = 5_000

/** How sending, at full and at half load, goes with so many connections, of which some send. */
async function sending(what: string, server: ServerHandle, users: readonly User[]): Promise<void> {
  const pairs = await introducePairs(users.slice(0, size.senders))
  const { warmUpMs, measureMs } = size
  const unansweredEach = Math.max(1, Math.round(size.unanswered / pairs.length))
  const full = await measureSending({ server, pairs, warmUpMs, measureMs, load: { unansweredEach } })
  report(what, 'private messages acknowledged', full.acknowledged, '1/s')
  report(what, 'private messages delivered', full.delivered, '1/s')
  report(what, 'server CPU of a message', full.serverCpu, 'µs')
  report(what, 'server CPU at full load', full.serverLoad * 100, '%')
  const perSecond = Math.min(halfLoad, full.delivered / 2)
  const half = await measureSending({ server, pairs, warmUpMs, measureMs, load: { perSecond } })
  report(what, 'private messages delivered at half load', half.delivered, '1/s')
  report(what, 'server CPU of a message at half load', half.serverCpu, 'µs')
  report(what, 'from send to receipt at half load, p50', half.p50, 'ms')
  report(what, 'from send to receipt at half load, p99', half.p99, 'ms')
  if (half.undisturbed === undefined) return
  const { share, p99 } = half.undisturbed
  report(what, 'of messages sent while the host took no time from this machine', share * 100, '%')
  if (share > 0) report(what, 'from send to receipt at half load, p99 of those', p99, 'ms')
}

async function pages(what: string, server: ServerHandle, users: readonly User[]): Promise<void> {
  const [user, other] = users
  if (user === undefined || other === undefined) throw new RangeError('two users are needed')
  for (const [underWay, how] of [
    [1, 'one at a time'],
    [16, '16 at a time'],
  ] as const) {
    const costs = await measurePages({ server, user, other, repeats: size.pages, underWay })
    report(what, `server CPU of the newest history page of 100, ${how}`, costs.newestHistory, 'ms')
    report(what, `server CPU of a history page of 100 from anywhere, ${how}`, costs.anyHistory, 'ms')
    report(what, `server CPU of a difference page of 100, ${how}`, costs.difference, 'ms')
  }
}

for (const messages of size.messages) {
  await withServer(size.senders, messages, async (server, accounts) => {
    const what = `${messages.toLocaleString('en')} messages stored, ${accounts.length} connections`
    const users = await connectUsers(server, accounts)
    await pages(what, server, users)
    await sending(what, server, users)
    for (const { endpoint } of users) await endpoint.close()
  })
}

for (const connections of size.connections) {
  await withServer(connections, 0, async (server, accounts) => {
    const what = `${connections.toLocaleString('en')} connections, no messages stored`
    const first = await connectUsers(server, accounts.slice(0, size.firstConnections))
    const pairs = await introducePairs(first)
    // Whatever the server needs once, such as the space that V8 keeps for new objects, it has before it is weighed.
    await measureSending({ server, pairs, warmUpMs: 0, measureMs: size.warmUpMs, load: { unansweredEach: 10 } })
    const before = await server.usageWhenCollected()
    const rest = await connectUsers(server, accounts.slice(first.length))
    const after = await server.usageWhenCollected()
    if (rest.length > 0) {
      report(what, 'memory of an idle connection', (after.rss - before.rss) / rest.length / 1024, 'KiB')
      report(what, 'memory of the server', after.rss / 1024 / 1024, 'MiB')
    }
    const users = [...first, ...rest]
    await sending(what, server, users)
    for (const { endpoint } of users) await endpoint.close()
  })
}
process.disconnect?.()
