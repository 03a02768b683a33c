import { expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

const limits = { milliseconds: 10_000, bytes: 1_000 }
const text = (outcome: Awaited<ReturnType<typeof runProgram>>): string =>
  'printed' in outcome ? Buffer.from(outcome.printed).toString() : JSON.stringify(outcome)

it('gives what a program prints, with no more of the environment than the path', async () => {
  expect(text(await runProgram('/bin/echo', ['$HOME', '; echo more'], limits))).toBe('$HOME ; echo more\n')
  expect(text(await runProgram('/usr/bin/env', [], limits))).not.toContain('HOME=/')
})

it('says that a program is missing, or failed', async () => {
  expect(await runProgram('no-such-program-of-ours', [], limits)).toEqual({ missing: true })
  expect(await runProgram('/bin/false', [], limits)).toEqual({ failed: 'it ended with 1' })
})

it('ends what takes too long or prints too much, with all that it has started', async () => {
  const began = performance.now()
  const nested = ['-c', 'sleep 60 & sleep 60']
  expect(await runProgram('/bin/sh', nested, { ...limits, milliseconds: 100 })).toEqual({ failed: 'it took too long' })
  expect(await runProgram('/usr/bin/yes', [], limits)).toEqual({ failed: 'it printed too much' })
  // Both would hold the pipe open for a minute if they were still there.
  expect(performance.now() - began).toBeLessThan(20_000)
})

it('lets a program write no file', async () => {
  const path = `/tmp/chappe-run-program-${process.pid}`
  expect(await runProgram('/bin/sh', ['-c', `echo something > ${path}`], limits)).toMatchObject({
    failed: expect.any(String),
  })
})
