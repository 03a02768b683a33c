import { describe, expect, test } from 'vitest'
import { Told } from './told.ts'

function toldOf(...names: readonly string[]) {
  const told = new Told()
  const hearing = told.listen('a bot')
  for (const name of names) {
    told.begin(name)
    told.acknowledge(name)
  }
  return { told, hearing }
}

describe('what a bot is to be told', () => {
  test('is missing until it is heard', () => {
    const { told, hearing } = toldOf('said 1', 'said 2')
    hearing.hear('said 1')
    expect(told.missing(hearing)).toEqual(['said 2'])
    hearing.hear('said 2')
    expect(told.missing(hearing)).toEqual([])
    expect(told.complaints).toEqual([])
  })

  test('may be heard or not while it is in doubt', () => {
    const { told, hearing } = toldOf('said 1')
    told.begin('said 2')
    hearing.hear('said 1')
    expect(told.missing(hearing)).toEqual([])
    hearing.hear('said 2')
    expect(told.complaints).toEqual([])
  })

  test('is heard once, but for what may come again', () => {
    const { told, hearing } = toldOf('said 1', 'press 1', 'press 2')
    for (const name of ['press 1', 'press 2', 'press 1']) hearing.hear(name, { mayRepeat: true })
    expect(told.complaints).toEqual([])
    for (let times = 0; times < 2; times++) hearing.hear('said 1')
    expect(told.complaints).toEqual(['a bot was told twice of "said 1"'])
  })

  test('is heard in the order of its stream, and of nothing that nobody did', () => {
    const { told, hearing } = toldOf('said 1', 'said 2', 'press 1')
    for (const name of ['said 2', 'press 1', 'said 1']) hearing.hear(name)
    hearing.hear('said 3')
    expect(told.complaints).toEqual([
      'a bot was told of "said 1" after what was done later',
      'a bot was told of "said 3", which nobody has done',
    ])
  })
})
