import { describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

/** What was not seen to take little has numbers from here on. */
const slow = 100_000

describe('admission', () => {
  /** @param cost what each is expected to take, in ms */
  const setUp = (most = 2, cost = 0.1) => {
    const begun: number[] = []
    const timers: (() => void)[] = []
    const turns: (() => void)[] = []
    let room = most
    let now = 0
    let takesMs = 0
    const turnsTaken: { readonly items: readonly number[]; readonly ms: number }[] = []
    const admission = createAdmission<number>({
      room: () => room,
      nextTurn: (callback) => turns.push(callback),
      now: () => now,
      begin(item) {
        begun.push(item)
        room--
        now += takesMs
      },
      shareOf: (item) => ({ group: String(item % 10), member: BigInt(item % 100) }),
      costOf: () => cost,
      isQuick: (item) => item < slow,
      measured: (items, ms) => turnsTaken.push({ items: [...items], ms }),
      after(_, callback) {
        timers.push(callback)
        return () => void timers.splice(timers.indexOf(callback), 1)
      },
    })
    return {
      timers,
      turnsTaken,
      admission,
      begun,
      turns,
      setRoom(value: number) {
        room = value
      },
      take(ms: number) {
        takesMs = ms
      },
      pass(ms: number) {
        now += ms
      },
      /** Lets all that is ready have its turn, so often that nothing is left to begin. */
      settle(): void {
        for (let i = 0; i < 20; i++) for (const callback of turns.splice(0)) callback()
      },
    }
  }

  it('lets things begin at once while there is room', () => {
    const { admission, begun, turns, settle } = setUp(3)
    for (const item of [1, 2, 3]) admission.offer(item)
    expect(begun).toEqual([1, 2, 3])
    expect(admission.waiting).toBe(0)
    settle()
    expect(turns).toHaveLength(0)
  })

  it('keeps the order of what has to wait, and begins no more than there is room for', () => {
    const { admission, begun, setRoom, settle, turns } = setUp()
    setRoom(0)
    for (const item of [101, 201, 301, 401, 501]) admission.offer(item)
    settle()
    expect(begun).toEqual([])
    expect(admission.waiting).toBe(5)
    setRoom(2)
    admission.offer(601)
    settle()
    expect(begun).toEqual([101, 201])
    setRoom(-3)
    settle()
    expect(begun).toEqual([101, 201])
    setRoom(5)
    settle()
    expect(begun).toEqual([101, 201, 301, 401, 501, 601])
    expect(turns).toHaveLength(0)
    admission.offer(701)
    expect(begun.at(-1)).toBe(701)
  })

  it('lets what is offered while others begin come after them', () => {
    const begun: number[] = []
    const turns: (() => void)[] = []
    let room = 0
    const admission = createAdmission<number>({
      room: () => room,
      nextTurn: (callback) => turns.push(callback),
      now: () => 0,
      begin(item) {
        begun.push(item)
        if (item === 1) admission.offer(3)
      },
      shareOf: () => ({ group: '', member: 1n }),
      costOf: () => 0.1,
      after: () => () => {},
      isQuick: () => true,
      measured() {},
    })
    admission.offer(1)
    admission.offer(2)
    room = 2
    while (turns.length > 0) for (const callback of turns.splice(0)) callback()
    expect(begun).toEqual([1, 2, 3])
  })

  it('begins no more once what began in a turn has worked for long, and up to 128 while that takes no time', () => {
    const { admission, begun, turns, setRoom, pass } = setUp(0, 0.05)
    for (let i = 0; i < 400; i++) admission.offer(1)
    setRoom(1000)
    const takeTurn = (worksMs: number): void => {
      for (const callback of turns.splice(0)) {
        callback()
        pass(worksMs)
      }
    }
    // Nothing waited yet when this turn was asked for.
    takeTurn(0)
    expect(begun).toHaveLength(32)
    takeTurn(0)
    expect(begun).toHaveLength(32 + 128)
    takeTurn(5)
    expect(begun).toHaveLength(32 + 128 + 64)
    takeTurn(9)
    expect(begun).toHaveLength(32 + 128 + 64 + 32)
  })

  it('begins no more once a turn has taken long, until all else has had its own', () => {
    const { admission, begun, turns, setRoom, settle, take } = setUp(0)
    for (let i = 0; i < 100; i++) admission.offer(1)
    setRoom(1000)
    take(3)
    for (const callback of turns.splice(0)) callback()
    expect(begun).toHaveLength(3)
    for (const callback of turns.splice(0)) callback()
    expect(begun).toHaveLength(6)
    for (let i = 0; i < 200; i++) settle()
    expect(begun).toHaveLength(100)
  })

  it('begins no more in a turn than is expected to take 8 ms, until all else has had its own', () => {
    const { admission, begun, turns, setRoom, settle } = setUp(0, 1 / 2)
    for (let i = 0; i < 500; i++) admission.offer(1)
    setRoom(1000)
    for (const callback of turns.splice(0)) callback()
    expect(begun).toHaveLength(16)
    for (const callback of turns.splice(0)) callback()
    expect(begun).toHaveLength(32)
    for (let i = 0; i < 2; i++) settle()
    expect(begun).toHaveLength(500)
  })

  it('gives what was not seen to take little a turn of its own, and says how long it took', () => {
    const { admission, begun, turnsTaken, settle, take } = setUp(1000)
    take(3)
    const offered = [slow, slow + 1, 1, 2, slow + 2, 3]
    for (const item of offered) admission.offer(item)
    expect(begun).toEqual([])
    settle()
    expect(begun.toSorted()).toEqual(offered.toSorted())
    const alone = [slow, slow + 1, slow + 2].map((item) => ({ items: [item], ms: 3 }))
    expect(turnsTaken.filter(({ items }) => items.some((item) => item >= slow))).toEqual(alone)
    expect(turnsTaken.flatMap(({ items }) => items)).toEqual(begun)
    expect(admission.waiting).toBe(0)
  })

  it('lets others have their turn however much somebody has waiting', () => {
    const { admission, begun, setRoom, settle } = setUp(0)
    for (let i = 0; i < 1000; i++) admission.offer(1)
    for (const item of [2, 3, 12, 22]) admission.offer(item)
    setRoom(150)
    settle()
    for (const item of [2, 3, 12, 22]) expect(begun).toContain(item)
    expect(admission.waiting).toBe(1004 - 150)
  })

  it('lets costly ones begin for one turn only, until some have ended', () => {
    const { admission, begun, settle, timers, turns } = setUp(1000, 3)
    for (let item = 1; item <= 9; item++) admission.offer(item)
    settle()
    expect(begun).toEqual([1, 2])
    // Nothing goes round and round meanwhile.
    expect(turns).toHaveLength(0)
    admission.ended(1, 3)
    settle()
    expect(begun).toEqual([1, 2, 3])
    for (let item = 2; item <= 9; item++) {
      admission.ended(item, 3)
      settle()
    }
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(timers).toHaveLength(0)
  })

  it('lets one begin that is expected to take longer than a turn, once no other is under way', () => {
    const { admission, begun, settle } = setUp(1000, 100)
    for (const item of [1, 2]) admission.offer(item)
    settle()
    expect(begun).toEqual([1])
    admission.ended(1, 100)
    settle()
    expect(begun).toEqual([1, 2])
  })

  it('waits neither for those that take long nor for those that wait for others, which have their turn again', () => {
    const { admission, begun, settle, timers } = setUp(1000, 5)
    for (const item of [1, 2, 3]) admission.offer(item)
    settle()
    expect(begun).toEqual([1])
    admission.paused(1)
    settle()
    expect(begun).toEqual([1, 2])
    admission.offer(1)
    settle()
    expect(begun).toEqual([1, 2])
    for (const callback of timers.splice(0)) callback()
    settle()
    expect(begun).toEqual([1, 2, 3])
    admission.ended(2, 5)
    settle()
    expect(begun).toEqual([1, 2, 3])
    admission.ended(3, 5)
    settle()
    expect(begun).toEqual([1, 2, 3, 1])
  })
})
