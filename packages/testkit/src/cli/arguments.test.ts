import { expect, it } from 'vitest'
import { helpText, parseArguments } from './arguments.ts'

it('takes a seed and ports', () => {
  expect(parseArguments(['seed.json', '--port', '4430', '--rate-limits', '--start-at', '2030-01-01'])).toMatchObject({
    ...{ seed: 'seed.json', port: 4430, botApiPort: 0, controlPort: 0, rateLimits: 'public' },
    startAt: new Date('2030-01-01'),
  })
  expect(parseArguments(['--help', '--port', 'x'])).toBe('help')
})

it.each([
  [['--port', '70000'], '--port: "70000" is no port'],
  [['--control-port', '-1'], expect.stringContaining('control-port')],
  [['--nonsense'], expect.stringContaining("'--nonsense'")],
  [['a.json', 'b.json'], 'one seed at the most, not a.json and b.json'],
  [['--start-at', 'soon'], expect.stringContaining('is no time')],
])('refuses %j', (args, message) => {
  expect(() => parseArguments(args)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', message }))
})

it('says in its help what there is', () => {
  for (const name of ['--port', '--bot-api-port', '--control-port', '--data', '--start-at', '--rate-limits']) {
    expect(helpText).toContain(name)
  }
})
