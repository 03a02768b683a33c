import { describe, expect, test } from 'vitest'
import { problemsOf } from './check-pts.ts'

type Changes = Parameters<typeof problemsOf>[2]

/** Three messages, of which the second was edited and then deleted, and one that came after. */
const messages = [
  { id: 1, pts: 2 },
  { id: 3, pts: 4 },
  { id: 4, pts: 7 },
]
const [edit, deletion]: Changes = [
  { pts: 5, ptsCount: 1, update: { _: 'updateWebPage', webpage: { _: 'webPageEmpty', id: 0n }, pts: 5, ptsCount: 1 } },
  { pts: 6, ptsCount: 1, update: { _: 'updateDeleteMessages', messages: [2], pts: 6, ptsCount: 1 } },
]
const state = { pts: 7, lastMessageId: 4 }
const changes = (...all: (Changes[number] | undefined)[]): Changes => all.filter((one) => one !== undefined)

describe('the count of changes', () => {
  test('adds up', () => {
    expect(problemsOf(state, messages, changes(edit, deletion))).toEqual([])
    expect(problemsOf({ pts: 1, lastMessageId: 0 }, [], [])).toEqual([])
  })

  test('finds a slip of one', () => {
    for (const pts of [6, 8]) expect(problemsOf({ ...state, pts }, messages, changes(edit, deletion))).toHaveLength(1)
    const [first, second, third] = messages
    if (first === undefined || second === undefined || third === undefined) throw new TypeError('there are three')
    const slipped = [first, { ...second, pts: 3 }, third]
    expect(problemsOf(state, slipped, changes(edit, deletion))).toEqual(['message 3 has pts 3 and should have 4'])
  })

  test('finds a change that is missing, or there twice, or counts too much', () => {
    for (const wrong of [[deletion], [edit, edit, deletion], [edit && { ...edit, ptsCount: 2 }, deletion]]) {
      expect(problemsOf(state, messages, changes(...wrong))).not.toEqual([])
    }
  })

  test('finds a message that is gone without a word, and one that is told to be gone and is not', () => {
    expect(problemsOf(state, messages.slice(1), changes(edit, deletion))).toContain(
      'message 1 is gone without being told so',
    )
    const back = [...messages, { id: 2, pts: 3 }]
    expect(problemsOf(state, back, changes(edit, deletion))).toContain('message 2 is there and told to be gone')
  })
})
