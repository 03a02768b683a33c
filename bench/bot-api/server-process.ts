import { createServer } from '@chappe/server'

/** A server with one bot, in a process of its own; tells what a client needs, and its CPU time (µs) whenever it is asked. */
const [, , data = ''] = process.argv
const server = await createServer({ data, rateLimits: {}, botApi: { port: 0 } })
const { token } = await server.createBot({ username: 'bench_bot', name: 'Bench' })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system })
})
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
process.send?.({ port: server.port, botApiPort: server.botApiPort, publicKey: server.publicKey, token })
