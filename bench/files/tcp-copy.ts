// A process that takes bytes over TCP and drops them, or gives as many as it is asked for: a copy with nothing else.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

const CHUNK = Buffer.alloc(524_288, 7)

const server = createServer((socket) => {
  socket.once('data', (first) => {
    const wanted = Number(first.readBigUInt64LE(0))
    if (wanted > 0) void give(socket, wanted)
    else socket.on('end', () => socket.end('done'))
  })
})

async function give(socket: Socket, bytes: number): Promise<void> {
  for (let left = bytes; left > 0; left -= CHUNK.length) {
    if (!socket.write(CHUNK.subarray(0, Math.min(left, CHUNK.length)))) await once(socket, 'drain')
  }
  socket.end()
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') process.send?.(address?.port)
})
process.on('disconnect', () => process.exit(0))
