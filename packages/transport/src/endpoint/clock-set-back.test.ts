import { expect, test } from 'vitest'
import type { ServerEndpointEvent } from './server-endpoint-options.ts'
import { startServer } from './server-lines.fixture.ts'

test('whoever runs the server is told, once, that its clock was set back and sessions did not follow', async () => {
  const events: ServerEndpointEvent[] = []
  const { clock, connect, ask, setClock } = await startServer({ log: (event) => void events.push(event) })
  const told = () =>
    events.flatMap((event) => (event.type === 'clockSetBack' ? [Math.round(event.aheadMs / 60_000)] : []))
  await ask(connect(), 7n)
  setClock(-20_000)
  await clock.pass(60_000)
  expect(told()).toEqual([])
  setClock(-3_620_000)
  await clock.pass(120_000)
  expect(told()).toEqual([60])
})
