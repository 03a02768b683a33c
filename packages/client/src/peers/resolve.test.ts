import { type api, encodeResult } from '@chappe/tl-codec/api'
import { describe, expect, test } from 'vitest'
import { callTo, refuse, standingClock } from '../rpc/call.fixture.ts'
import { createPeerCache } from './peer-cache.ts'
import { resolvePeer } from './resolve.ts'

const MINUTE_MS = 60_000

function user(id: bigint, username?: string, phone?: string): api.user {
  return { _: 'user', id, accessHash: id * 10n, username, phone }
}

/** A server on which names and numbers belong to people. */
function world() {
  const clock = standingClock()
  const owners = new Map<string, bigint>()
  const asked: string[] = []
  const peers = createPeerCache({
    ...{ maxPeers: 100, known: [], now: clock.now, nameLifetimeMs: 10 * MINUTE_MS },
    onChange() {},
  })
  const call = callTo(
    (request) => {
      if (request._ !== 'contacts.resolveUsername' && request._ !== 'contacts.resolvePhone') {
        return refuse(400, 'METHOD_NOT_IMPLEMENTED')
      }
      const name = request._ === 'contacts.resolvePhone' ? request.phone : request.username
      asked.push(name)
      const userId = owners.get(name) ?? refuse(400, 'USERNAME_NOT_OCCUPIED')
      const found = request._ === 'contacts.resolvePhone' ? user(userId) : user(userId, name)
      const peer: api.peerUser = { _: 'peerUser', userId }
      return encodeResult(request, { _: 'contacts.resolvedPeer', peer, chats: [], users: [found] })
    },
    {
      onResult(_, result) {
        if (typeof result === 'object' && result !== null && 'users' in result && Array.isArray(result.users)) {
          peers.learn(result.users, [])
        }
      },
    },
  )
  const resolve = async (name: string): Promise<bigint | undefined> => {
    const peer = await resolvePeer(peers, call, name)
    return peer._ === 'inputPeerUser' ? peer.userId : undefined
  }
  return { clock, owners, asked, peers, resolve }
}

describe('a name', () => {
  test('is asked for once while it is fresh, and again before it is used when it is old', async () => {
    const { clock, owners, asked, resolve } = world()
    owners.set('name', 1n)
    expect([await resolve('@name'), await resolve('@NAME')]).toEqual([1n, 1n])
    expect(asked).toHaveLength(1)
    owners.set('name', 2n)
    clock.time += 10 * MINUTE_MS
    expect(await resolve('@name')).toBe(2n)
    expect(asked).toHaveLength(2)
  })

  test('that nobody has any more names nobody', async () => {
    const { clock, owners, peers, resolve } = world()
    owners.set('name', 1n)
    await resolve('@name')
    owners.clear()
    clock.time += 10 * MINUTE_MS
    await expect(resolve('@name')).rejects.toMatchObject({ code: 'PEER_UNKNOWN' })
    expect(peers.get('user', 1n)).toMatchObject({ username: undefined })
  })

  test('stored by an earlier run is asked for again', async () => {
    const { owners, asked, peers, resolve } = world()
    owners.set('name', 2n)
    peers.learn([user(1n, 'name')], [])
    peers.expire('user', 1n)
    expect(await resolve('@name')).toBe(2n)
    expect(asked).toEqual(['name'])
  })

  test.each<[string, (peers: ReturnType<typeof world>['peers']) => void]>([
    ['the person with another name', (peers) => peers.learn([user(1n, 'other')], [])],
    ['the person without a name', (peers) => peers.learn([user(1n)], [])],
    ['the name at another person', (peers) => peers.learn([user(2n, 'Name')], [])],
    [
      'the name at another person, of whom little is said',
      (peers) => peers.learn([{ ...user(2n, 'name'), min: true }], []),
    ],
    [
      'the name among those of another person',
      (peers) =>
        peers.learn(
          [
            {
              ...user(2n, 'two'),
              usernames: [
                { _: 'username', active: true, username: 'two' },
                { _: 'username', active: true, username: 'name' },
              ],
            },
          ],
          [],
        ),
    ],
    [
      'the name at a channel',
      (peers) =>
        peers.learn(
          [],
          [
            {
              _: 'channel',
              id: 9n,
              accessHash: 1n,
              title: 'T',
              username: 'name',
              photo: { _: 'chatPhotoEmpty' },
              date: 1,
            },
          ],
        ),
    ],
    [
      'updateUserName',
      (peers) => peers.renamed({ _: 'updateUserName', userId: 1n, firstName: 'A', lastName: '', usernames: [] }),
    ],
    ['updateUser', (peers) => peers.expire('user', 1n)],
  ])('does not name its former owner any more once an answer or update shows %s', async (_, tell) => {
    const { owners, asked, peers, resolve } = world()
    peers.learn([user(1n, 'name')], [])
    expect(peers.byUsername('name')?.id).toBe(1n)
    tell(peers)
    expect(peers.byUsername('name')?.id).not.toBe(1n)
    owners.set('name', 7n)
    const now = peers.byUsername('name')
    if (now === undefined) expect(await resolve('@name')).toBe(7n)
    expect(asked).toHaveLength(now === undefined ? 1 : 0)
  })
})

describe('a phone number', () => {
  test('is asked for once, also where the person does not show it, and again when that is old', async () => {
    const { clock, owners, asked, resolve } = world()
    owners.set('491701234567', 1n)
    for (let i = 0; i < 20; i++) expect(await resolve('+49 170 1234567')).toBe(1n)
    expect(asked).toHaveLength(1)
    owners.set('491701234567', 2n)
    clock.time += 60 * MINUTE_MS
    expect(await resolve('+491701234567')).toBe(2n)
    expect(await resolve('+491701234567')).toBe(2n)
    expect(asked).toHaveLength(2)
  })
})
