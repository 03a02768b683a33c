// The server under load: the real one, on its on-disk store, asked from outside for what it costs.
import { createServer } from '@chappe/server'
import type { Usage } from './server-handle.ts'

const [data] = process.argv.slice(2)
if (data === undefined) throw new TypeError('a data folder is needed')
const log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields: object, message: string) => console.error(message, fields),
}
// The limits of what one account may do are far below what one server can.
const server = await createServer({ data, log, rateLimits: {}, maxFileParts: 8000 })

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpuMicroseconds: user + system, rss: process.memoryUsage.rss() }
}

process.on('message', (message: unknown) => {
  switch (message) {
    case 'usage':
      process.send?.(usage())
      break
    case 'collect':
      globalThis.gc?.()
      process.send?.(usage())
      break
    case 'stop':
      void server.close().then(() => process.exit(0))
      break
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ port: server.port, publicKey: server.publicKey })
