import { concat } from '@chappe/crypto'
import { encode } from '@chappe/tl-codec/mtproto'
import { expect, test } from 'vitest'
import { connectTcp } from '../drivers/tcp-client.ts'
import { createClientKeyExchange } from '../key-exchange/client-key-exchange.ts'
import { readAnswer } from '../key-exchange/messages.ts'
import { encodePlainMessage } from '../key-exchange/plain-message.ts'
import { clientOptions, seededRandom } from '../key-exchange/test-support.ts'
import { systemClock } from './ports.ts'
import { startSocketServer } from './server-socket.fixture.ts'

test('KX-11: a connection that was tried out by two req_pq_multi with msg_id 1 takes a whole exchange, over a socket', async () => {
  const server = await startSocketServer()
  const random = seededRandom(17)
  const answers: Uint8Array[] = []
  let wake = (): void => {}
  const connection = await connectTcp({
    ...{ host: '127.0.0.1', port: server.listener.port, random },
    accept: () => ({
      onPacket(packet) {
        answers.push(concat(packet))
        wake()
      },
      onTransportError: () => wake(),
      onClose: () => wake(),
    }),
  })
  const ask = async (packet: Uint8Array): Promise<Uint8Array> => {
    connection.send(packet)
    if (answers.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    const answer = answers.shift()
    if (answer === undefined) throw new Error('the server closes the connection')
    return answer
  }
  try {
    for (let i = 0; i < 2; i++) {
      const nonce = random(16)
      const answer = await ask(encodePlainMessage(1n, encode({ _: 'req_pq_multi', nonce })))
      expect(readAnswer('ResPQ', answer).nonce).toEqual(nonce)
    }
    const client = createClientKeyExchange(clientOptions({ now: systemClock.now, random }))
    let packet = client.start()
    for (;;) {
      const output = client.receive(await ask(packet))
      if (output.type === 'done') break
      packet = output.packet
    }
    expect(server.endpoint.keyExchangeCount).toBe(0)
  } finally {
    connection.abort()
    await server.close()
  }
})
