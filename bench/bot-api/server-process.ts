import { createServer } from '@chappe/server'
import { tellCpu } from './tell-cpu.ts'

/** A server with two bots, in a process of its own; tells what clients need, and its CPU time whenever it is asked. */
const [, , data = ''] = process.argv
const server = await createServer({ data, rateLimits: {}, botApi: { port: 0 } })
const bot = async (username: string) => ({
  token: (await server.createBot({ username, name: 'Bench' })).token,
  bot: `@${username}`,
})
tellCpu()
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
const { port, botApiPort, publicKey } = server
process.send?.({ port, botApiPort, publicKey, ...(await bot('bench_bot')), alone: await bot('alone_bot') })
