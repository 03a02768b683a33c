import { expect, it } from 'vitest'
import { type ProgressLine, progressLine } from './progress.ts'

function shown(isTTY: boolean): { line: ProgressLine; pass: (ms: number) => void; written: string[] } {
  const written: string[] = []
  let now = 0
  const line = progressLine('seed', { isTTY, write: (text) => written.push(text) }, () => now)
  return {
    line,
    written,
    pass(ms) {
      now += ms
    },
  }
}

it('keeps one line of a terminal up to date, twice a second, and takes it away at the end', () => {
  const { line, pass, written } = shown(true)
  line(0.5, '3 users')
  line(0.6)
  pass(500)
  line(0.7)
  line.end()
  line.end()
  expect(written).toEqual([
    `\r\x1b[Kseed: [${'#'.repeat(15)}${'.'.repeat(15)}] 50 %  3 users`,
    `\r\x1b[Kseed: [${'#'.repeat(21)}${'.'.repeat(9)}] 70 %`,
    '\r\x1b[K',
  ])
})

it('takes the line away when the work is done', () => {
  const { line, written } = shown(true)
  line(0.5)
  line(1)
  expect(written.at(-1)).toBe('\r\x1b[K')
})

it('says where it is every ten seconds where there is no terminal', () => {
  const { line, pass, written } = shown(false)
  line(0.1)
  pass(9_999)
  line(0.2)
  pass(1)
  line(0.3, '3 users')
  line(1)
  line.end()
  expect(written).toEqual(['seed: 30 %  3 users\n'])
})
