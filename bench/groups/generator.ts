// The load on the server, in a process of its own. Sends each figure to its parent.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openSqliteStore } from '@chappe/server'
import type { api } from '@chappe/tl-codec/api'
import { type Account, createAccounts } from '../server/accounts.ts'
import { type ServerHandle, startServer } from '../server/server-handle.ts'
import { connectUsers, type User } from '../server/user.ts'
import { type Ejabberd, startEjabberd } from './ejabberd.ts'
import { createPeople, createSupergroup } from './fill-groups.ts'
import { measurePosting, type PostingOptions, type PostingResult } from './posting.ts'
import { type Room, supergroupRoom, xmppRoom } from './rooms.ts'
import { enterRoom } from './xmpp-room.ts'

// Whatever else was started ends with this.
process.once('SIGTERM', () => process.exit(1))
process.once('disconnect', () => process.exit())

const { values: options } = parseArgs({ options: { quick: { type: 'boolean' }, profile: { type: 'string' } } })
const isQuick = options.quick === true
const size = isQuick
  ? {
      members: [200, 2_000, 20_000],
      online: [100],
      groups: 50,
      large: { groups: 10, members: 2_000 },
      warmUpMs: 1_500,
      measureMs: 3_000,
      repeats: 50,
    }
  : {
      members: [200, 20_000, 200_000],
      online: [100, 1_000],
      groups: 500,
      large: { groups: 100, members: 20_000 },
      warmUpMs: 5_000,
      measureMs: 10_000,
      repeats: 200,
    }
const posterCount = 10
const groupName = 'the_group'
/** 10,000 a minute. */
const perSecond = 10_000 / 60

function report(what: string, op: string, value: number, unit: string, subject = 'chappe'): void {
  process.send?.({ bench: 'groups', case: what, op, subject, value: Number(value.toPrecision(4)), unit })
}

function reportPosting(what: string, full: PostingResult, subject?: string): void {
  report(what, 'posts answered', full.posts, '1/s', subject)
  report(what, 'deliveries', full.deliveries, '1/s', subject)
  report(what, 'server CPU of a post with all its deliveries', full.cpuOfPost, 'µs', subject)
  report(what, 'server CPU of a delivery', full.cpuOfDelivery, 'µs', subject)
}

function reportEven(what: string, even: PostingResult, subject?: string): void {
  report(what, 'server CPU of a post at 10,000 a minute', even.cpuOfPost, 'µs', subject)
  report(what, 'from send to receipt at 10,000 a minute, p50', even.p50, 'ms', subject)
  report(what, 'from send to receipt at 10,000 a minute, p99', even.p99, 'ms', subject)
}

interface Group {
  readonly server: ServerHandle
  readonly users: readonly User[]
  readonly channel: (of: User) => Promise<api.inputPeerChannel>
}

/**
 * Runs the server with a public group of so many, of whom so many are connected.
 *
 * @param use answers how much was said there
 */
async function withGroup(members: number, online: number, use: (group: Group) => Promise<number>): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  try {
    const store = openSqliteStore({ path: join(data, 'chappe.db') })
    const accounts = await createAccounts(store, online)
    const people = await createPeople(store, '4921', Math.max(0, members - online))
    const channel = await createSupergroup(store, 'A group', [...accounts.map(({ id }) => id), ...people])
    await store.transaction((tx) => tx.usernames.assign(channel, groupName))
    await store.close()
    const before = bytesOf(data)
    let posts = 0
    await onServer(data, accounts, async (server, users) => {
      posts = await use({ server, users, channel: onlyChannel })
    })
    return (bytesOf(data) - before) / posts
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function onServer(
  data: string,
  accounts: readonly Account[],
  use: (server: ServerHandle, users: readonly User[]) => Promise<void>,
): Promise<void> {
  const server = await startServer(data, options.profile)
  const users = await connectUsers(server, accounts)
  await use(server, users)
  for (const { endpoint } of users) await endpoint.close()
  await server.stop()
}

const firstDialogs: api.messages.getDialogs = {
  ...{ _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, limit: 20, hash: 0n },
  offsetPeer: { _: 'inputPeerEmpty' },
}

/** The group as a member names it. */
async function onlyChannel(user: User): Promise<api.inputPeerChannel> {
  const dialogs = await user.call(firstDialogs)
  const [channel] = 'chats' in dialogs ? dialogs.chats.filter((chat) => chat._ === 'channel') : []
  if (channel?.accessHash === undefined) throw new TypeError('a member sees the group among the dialogs')
  return { _: 'inputPeerChannel', channelId: channel.id, accessHash: channel.accessHash }
}

/** The group as anybody finds it by its name. */
async function resolved(user: User): Promise<api.inputChannel> {
  const { chats } = await user.call({ _: 'contacts.resolveUsername', username: groupName })
  const [channel] = chats.filter((chat) => chat._ === 'channel')
  if (channel?.accessHash === undefined) throw new TypeError('a public group is found by its name')
  return { _: 'inputChannel', channelId: channel.id, accessHash: channel.accessHash }
}

/** All that the store keeps on disk, in bytes; of a server that has stopped, without what its log of commits repeats. */
function bytesOf(data: string): number {
  return readdirSync(data)
    .filter((name) => name.startsWith('chappe.db'))
    .reduce((sum, name) => sum + statSync(join(data, name)).size, 0)
}

/** Milliseconds of server CPU for one call. */
async function costOf(server: ServerHandle, act: (i: number) => Promise<unknown>): Promise<number> {
  for (let i = 0; i < size.repeats; i++) await act(i)
  const before = await server.usage()
  for (let i = 0; i < size.repeats; i++) await act(i)
  return ((await server.usage()).cpuMicroseconds - before.cpuMicroseconds) / size.repeats / 1000
}

function posting(room: Room, load: PostingOptions['load']): Promise<PostingResult> {
  const { warmUpMs, measureMs } = size
  return measurePosting({ ...room, warmUpMs, measureMs, load })
}

/** Under full load as many are unanswered, whoever says it. */
function unansweredEach(online: number): number {
  return online > 100 ? 1 : 4
}

for (const members of size.members) {
  const what = `${members.toLocaleString('en')} members, 100 of them online`
  const onDisk = await withGroup(members, 100, async (group) => {
    const { server, users } = group
    const room = await supergroupRoom(server, users, posterCount, group.channel)
    const full = await posting(room, { unansweredEach: unansweredEach(100) })
    reportPosting(what, full)
    const even = await posting(room, { perSecond })
    reportEven(what, even)
    const [user] = users
    if (user === undefined) throw new RangeError('somebody is online')
    const peer = await group.channel(user)
    const named: api.inputChannel = { ...peer, _: 'inputChannel' }
    const list = (filter: api.ChannelParticipantsFilter, offset: number): Promise<unknown> =>
      user.call({ _: 'channels.getParticipants', channel: named, filter, offset, limit: 200, hash: 0n })
    const recent = await costOf(server, (i) => list({ _: 'channelParticipantsRecent' }, (i * 97) % members))
    report(what, 'server CPU of a page of 200 members', recent, 'ms')
    const found = await costOf(server, (i) => list({ _: 'channelParticipantsSearch', q: `Member ${i}` }, 0))
    report(what, 'server CPU of a search among members', found, 'ms')
    const history = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
    const page = await costOf(server, () => user.call({ _: 'messages.getHistory', peer, ...history }))
    report(what, 'server CPU of the newest history page of 100', page, 'ms')
    // Each is said in the group, to all who are online.
    const others = users.slice(posterCount)
    const comeAgain = await costOf(server, async (i) => {
      const other = others[i % others.length]
      await other?.call({ _: 'channels.leaveChannel', channel: await resolved(other) })
      await other?.call({ _: 'channels.joinChannel', channel: await resolved(other) })
    })
    report(what, 'server CPU of leaving and joining', comeAgain, 'ms')
    return full.all + even.all
  })
  report(what, 'disk of a post', onDisk, 'B')
}

for (const online of size.online.slice(1)) {
  await withGroup(online, online, async ({ server, users, channel }) => {
    const room = await supergroupRoom(server, users, posterCount, channel)
    const full = await posting(room, { unansweredEach: unansweredEach(online) })
    reportPosting(`${online.toLocaleString('en')} members, all online`, full)
    return full.all
  })
}

/** The same as said in a room with an archive, whose members are all online: it has no others. */
async function withEjabberd(online: number, use: (room: Room) => Promise<void>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  let server: Ejabberd | string | undefined
  try {
    server = await startEjabberd(data, online)
    if (typeof server === 'string') {
      process.stderr.write(`\nNOT MEASURED: ejabberd is not beside it, ${server}\n\n`)
      return
    }
    const occupants = await enterRoom(server.port, online)
    await use(xmppRoom(server, occupants, posterCount))
    for (const occupant of occupants) occupant.close()
  } finally {
    if (typeof server === 'object') await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

for (const online of size.online) {
  await withEjabberd(online, async (room) => {
    const what = `${online.toLocaleString('en')} members, all online`
    reportPosting(what, await posting(room, { unansweredEach: unansweredEach(online) }), 'ejabberd')
    if (online === 100) reportEven(what, await posting(room, { perSecond }), 'ejabberd')
  })
}

/** The memory of a server with many large groups, each of which was said something in. */
async function reportManyLarge(groups: number, members: number): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
  try {
    const store = openSqliteStore({ path: join(data, 'chappe.db') })
    const accounts = await createAccounts(store, 10)
    const everyone = [
      ...accounts.map(({ id }) => id),
      ...(await createPeople(store, '4922', members - accounts.length)),
    ]
    for (let i = 0; i < groups; i++) await createSupergroup(store, `Group ${i}`, everyone)
    await store.close()
    await onServer(data, accounts, async (server, users) => {
      const [user] = users
      if (user === undefined) throw new RangeError('somebody is online')
      const { chats } = { chats: [], ...(await user.call({ ...firstDialogs, limit: 100 })) }
      for (const chat of chats) {
        if (chat._ !== 'channel') continue
        const peer: api.inputPeerChannel = {
          _: 'inputPeerChannel',
          channelId: chat.id,
          accessHash: chat.accessHash ?? 0n,
        }
        await user.call({ _: 'messages.sendMessage', peer, message: 'hello', randomId: chat.id })
      }
      const what = `${groups} supergroups of ${members.toLocaleString('en')}, 10 online`
      report(what, 'memory of the server', (await server.usageWhenCollected()).rss / 1024 / 1024, 'MiB')
    })
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

await reportManyLarge(size.large.groups, size.large.members)

const data = mkdtempSync(join(tmpdir(), 'chappe-bench-'))
try {
  const store = openSqliteStore({ path: join(data, 'chappe.db') })
  const accounts = await createAccounts(store, 2)
  for (let i = 0; i < size.groups; i++) {
    await createSupergroup(
      store,
      `Group ${i}`,
      accounts.map(({ id }) => id),
    )
  }
  await store.close()
  await onServer(data, accounts, async (server, users) => {
    const [user] = users
    if (user === undefined) throw new RangeError('somebody is online')
    const what = `somebody in ${size.groups} supergroups`
    report(what, 'server CPU of the first page of dialogs', await costOf(server, () => user.call(firstDialogs)), 'ms')
    report(what, 'memory of the server', (await server.usageWhenCollected()).rss / 1024 / 1024, 'MiB')
  })
} finally {
  rmSync(data, { recursive: true, force: true })
}
process.disconnect?.()
