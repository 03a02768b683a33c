import type { api } from '@chappe/tl-codec/api'
import { encodeResult } from '@chappe/tl-codec/api'
import { describe, expect, test } from 'vitest'
import { clientClock } from '../clock.ts'
import { createPeerCache } from '../peers/peer-cache.ts'
import { callTo, refuse } from '../rpc/call.fixture.ts'
import { createVirtualClock } from '../virtual-world.fixture.ts'
import { createCompletion } from './completion.ts'
import { createEmitter, type ListenerError } from './events.ts'
import { createHandling } from './handling.ts'
import { iterate } from './iterate.ts'
import type { Delivered } from './update-types.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const config: Delivered = { update: { _: 'updateConfig' }, users: [], chats: [] }

function emitter() {
  const lines: string[] = []
  const handling = createHandling(clientClock, 1000)
  const created = createEmitter(handling, (level, line, error) => lines.push(`${level} ${line} ${String(error)}`))
  return { lines, handling, ...created }
}

describe('a listener that fails', () => {
  const failing: [string, () => void][] = [
    [
      'throws',
      () => {
        throw new Error('oops')
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('oops')
      },
    ],
  ]

  test.each(failing)(
    'and %s is a warning when nobody listens to errors, and others still hear',
    async (_, listener) => {
      const { lines, on, emit } = emitter()
      let heard = 0
      on('update', listener)
      on('update', () => heard++)
      emit('update', config)
      await turn()
      expect(heard).toBe(1)
      expect(lines).toEqual(["warn a listener of 'update' failed Error: oops"])
    },
  )

  test.each(failing)('and %s is the event error', async (_, listener) => {
    const { lines, on, emit } = emitter()
    const errors: ListenerError[] = []
    on('update', listener)
    on('error', (error) => errors.push(error))
    emit('update', config)
    await turn()
    expect(errors).toMatchObject([{ event: 'update', error: { message: 'oops' } }])
    expect(lines).toEqual([])
  })

  test.each(failing)('and is itself one of errors, and %s, is a warning and does not go round', async (_, listener) => {
    const { lines, on, emit } = emitter()
    on('update', listener)
    on('error', listener)
    emit('update', config)
    await turn()
    await turn()
    expect(lines).toEqual(["warn a listener of 'error' failed Error: oops"])
  })
})

describe('what is delivered', () => {
  test('is dealt with when its listeners have settled, or when that takes too long', async () => {
    const clock = createVirtualClock()
    const handling = createHandling(clock, 30_000)
    const { on, emit } = createEmitter(handling, () => {})
    const ends: (() => void)[] = []
    on('update', () => new Promise<void>((resolve) => ends.push(resolve)))
    emit('update', config)
    let settled = 0
    void handling.settled().then(() => settled++)
    emit('update', config)
    await clock.pass(1000)
    expect([settled, handling.idle]).toEqual([0, false])
    ends[0]?.()
    await clock.pass(1)
    expect([settled, handling.idle]).toEqual([1, false])
    void handling.settled().then(() => settled++)
    await clock.pass(30_000)
    expect([settled, handling.idle]).toEqual([2, true])
  })

  test('later, since people had to be asked for, is waited for by whoever waits for what came before', async () => {
    const clock = createVirtualClock()
    const handling = createHandling(clock, 30_000)
    const { on, emit } = createEmitter(handling, () => {})
    const ends: (() => void)[] = []
    on('update', () => new Promise<void>((resolve) => ends.push(resolve)))
    const deliver = handling.postpone()
    let settled = false
    void handling.settled().then(() => {
      settled = true
    })
    await clock.pass(100)
    deliver(() => emit('update', config))
    await clock.pass(100)
    expect([settled, handling.idle]).toEqual([false, false])
    ends[0]?.()
    await clock.pass(1)
    expect([settled, handling.idle]).toEqual([true, true])
  })

  test('in an iteration is dealt with when the next is asked for', async () => {
    const { handling, ...events } = emitter()
    const iteration = iterate(events, 'update', { maxWaiting: 10, closed: new AbortController().signal, handling })
    events.emit('update', config)
    expect([handling.taken, handling.idle]).toEqual([false, false])
    await iteration.next()
    expect([handling.taken, handling.idle]).toEqual([true, false])
    void iteration.next()
    expect([handling.taken, handling.idle]).toEqual([true, true])
  })
})

describe('the people of an update', () => {
  const user = (id: bigint): api.user => ({ _: 'user', id, accessHash: id, firstName: `P${id}` })
  const from = (userId: bigint, id: number): Delivered => {
    const peer: api.peerUser = { _: 'peerUser', userId }
    const fwdFrom: api.messageFwdHeader = { _: 'messageFwdHeader', fromId: { _: 'peerUser', userId: 8n }, date: 1 }
    const message: api.message = { _: 'message', id, peerId: peer, date: 1, message: 'm', fwdFrom }
    return { update: { _: 'updateNewMessage', message, pts: id, ptsCount: 1 }, users: [], chats: [] }
  }

  function completion(known: api.user[]) {
    const asked: bigint[][] = []
    const out: Delivered[] = []
    const handling = createHandling(clientClock, 1000)
    const peers = createPeerCache({ maxPeers: 100, known: [], now: () => 0, nameLifetimeMs: 1, onChange() {} })
    for (const { id } of [user(7n), user(8n)]) peers.learn([user(id)], [])
    const stored = [...peers.all]
    const afterStart = createPeerCache({ maxPeers: 100, known: stored, now: () => 0, nameLifetimeMs: 1, onChange() {} })
    afterStart.learn(known, [])
    const call = callTo(
      (request) => {
        if (request._ !== 'users.getUsers') return refuse(400, 'METHOD_NOT_IMPLEMENTED')
        const ids = request.id.flatMap((input) => (input._ === 'inputUser' ? input.userId : []))
        asked.push(ids)
        return encodeResult(request, ids.filter((id) => id !== 8n).map(user))
      },
      {
        onResult(_, result) {
          if (Array.isArray(result)) afterStart.learn(result, [])
        },
      },
    )
    const created = createCompletion({
      ...{ call, peers: afterStart, handling, closed: new AbortController().signal },
      deliver: (delivered) => out.push(delivered),
    })
    return { ...created, asked, out, handling }
  }
  const ids = (out: Delivered[]): bigint[][] => out.map(({ users }) => users.map(({ id }) => id))

  test('are filled in from what was heard before, without a question', () => {
    const { add, out, asked } = completion([user(7n), user(8n)])
    add(from(7n, 1))
    add(from(7n, 2))
    expect(ids(out)).toEqual([
      [7n, 8n],
      [7n, 8n],
    ])
    expect(asked).toEqual([])
  })

  test('are asked for once where they are missing, and updates keep their order', async () => {
    const { add, out, asked, handling } = completion([])
    add(from(7n, 1))
    add(config)
    add(from(7n, 2))
    expect([out.length, handling.taken]).toEqual([0, false])
    await turn()
    await turn()
    expect(out.map(({ update }) => update._)).toEqual(['updateNewMessage', 'updateConfig', 'updateNewMessage'])
    expect(ids(out)).toEqual([[7n], [], [7n]])
    add(from(7n, 3))
    expect(ids(out).at(-1)).toEqual([7n])
    expect(asked).toEqual([[7n, 8n]])
    expect(handling.idle).toBe(true)
  })

  test('are not waited for by more than a thousand updates', () => {
    const { add, out } = completion([])
    for (let i = 1; i <= 1001; i++) add(from(7n, i))
    expect(out.map(({ update }) => ('pts' in update ? update.pts : 0))).toEqual(
      Array.from({ length: 1001 }, (_, i) => i + 1),
    )
  })
})
