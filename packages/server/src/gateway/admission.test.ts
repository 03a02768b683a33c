import { describe, expect, it } from 'vitest'
import { createAdmission } from './admission.ts'

describe('admission', () => {
  const setUp = () => {
    const begun: number[] = []
    const turns: (() => void)[] = []
    let room = 2
    const admission = createAdmission<number>({
      room: () => room,
      nextTurn: (callback) => turns.push(callback),
      begin(item) {
        begun.push(item)
      },
    })
    return {
      admission,
      begun,
      setRoom(value: number) {
        room = value
      },
      /** Gives how many callbacks wait for the next turn. */
      turn(): number {
        for (const callback of turns.splice(0)) callback()
        return turns.length
      },
    }
  }

  it('lets things begin at once while there is room', () => {
    const { admission, begun, turn } = setUp()
    for (const item of [1, 2, 3]) admission.offer(item)
    expect(begun).toEqual([1, 2, 3])
    expect(admission.waiting).toBe(0)
    expect(turn()).toBe(0)
  })

  it('keeps the order of what has to wait, and begins no more in a turn than there is room for', () => {
    const { admission, begun, setRoom, turn } = setUp()
    setRoom(0)
    for (const item of [1, 2, 3, 4, 5]) admission.offer(item)
    expect(turn()).toBe(1)
    expect(begun).toEqual([])
    expect(admission.waiting).toBe(5)
    setRoom(2)
    admission.offer(6)
    expect(turn()).toBe(1)
    expect(begun).toEqual([1, 2])
    setRoom(-3)
    expect(turn()).toBe(1)
    expect(begun).toEqual([1, 2])
    setRoom(4)
    expect(turn()).toBe(0)
    expect(begun).toEqual([1, 2, 3, 4, 5, 6])
    admission.offer(7)
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('lets what is offered while others begin come after them', () => {
    const begun: number[] = []
    const turns: (() => void)[] = []
    let room = 0
    const admission = createAdmission<number>({
      room: () => room,
      nextTurn: (callback) => turns.push(callback),
      begin(item) {
        begun.push(item)
        if (item === 1) admission.offer(3)
      },
    })
    admission.offer(1)
    admission.offer(2)
    room = 2
    while (turns.length > 0) for (const callback of turns.splice(0)) callback()
    expect(begun).toEqual([1, 2, 3])
  })
})
