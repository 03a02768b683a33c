import { describe, expect, test } from 'vitest'
import type { Facts } from './facts.ts'
import { type Change, Ledger } from './ledger.ts'

function facts(entries: { readonly [fact: string]: string }): Facts {
  return new Map(Object.entries(entries))
}

const sent: Change[] = [
  { person: 0, fact: 'message m1', value: 'with 1: hello' },
  { person: 1, fact: 'message m1', value: 'with 0: hello' },
]
const mine = facts({ 'message m1': 'with 1: hello' })
const theirs = facts({ 'message m1': 'with 0: hello' })
const nothing = facts({})

function ledger(): Ledger {
  return new Ledger([nothing, nothing])
}

describe('the ledger of a kill run', () => {
  test('agrees with a server that has what was acknowledged', () => {
    const book = ledger()
    book.acknowledge(sent)
    expect(book.check([mine, theirs])).toEqual([])
  })

  test('misses what was acknowledged and is gone, or is back', () => {
    const book = ledger()
    book.acknowledge(sent)
    expect(book.check([mine, nothing])).toHaveLength(1)
    book.acknowledge(sent.map((change) => ({ ...change, value: undefined })))
    expect(book.check([nothing, theirs])).toHaveLength(1)
  })

  test('knows nothing of what nobody wrote', () => {
    expect(ledger().check([mine, nothing])).toHaveLength(1)
  })

  test('takes what was in doubt as the server has it, wholly or not at all', () => {
    for (const [actual, problems] of [
      [[mine, theirs], 0],
      [[nothing, nothing], 0],
      [[mine, nothing], 1],
    ] as const) {
      const book = ledger()
      book.doubt(sent)
      expect(book.check(actual)).toHaveLength(problems)
      // From then on the server must keep to it.
      expect(book.check(actual)).toEqual([])
      expect(book.check([facts({ 'message m1': 'with 1: something else' }), nothing])).not.toEqual([])
    }
  })

  test('forgets what was said of a message with the message', () => {
    const book = ledger()
    book.acknowledge(sent)
    book.acknowledge([{ person: 0, fact: 'message m1 / reaction of 1', value: '👍' }])
    expect(book.check([mine, theirs])).toHaveLength(1)
    expect(book.check([facts({ 'message m1': 'with 1: hello', 'message m1 / reaction of 1': '👍' }), theirs])).toEqual(
      [],
    )
    book.acknowledge([{ person: 0, fact: 'message m1', value: undefined }])
    expect(book.check([nothing, theirs])).toEqual([])
  })
})
