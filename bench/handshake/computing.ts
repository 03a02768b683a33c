import { generatePrivateKey, type RandomBytes } from '@chappe/crypto'
import {
  createClientKeyExchange,
  createMemoryAuthKeyStore,
  createServerEndpoint,
  inlineCompute,
  type PacketConnection,
} from '@chappe/transport'

const ROUNDS = 40
const HANDSHAKES = 4

/** CPU milliseconds that a server computes for one handshake, without any socket: the best of many rounds. */
export async function computing(random: RandomBytes): Promise<number> {
  const key = generatePrivateKey(random)
  const endpoint = createServerEndpoint({
    ...{ keys: () => [key], dcIds: [2], authKeys: createMemoryAuthKeyStore(), random, compute: inlineCompute },
    onRequest: () => {},
  })
  let spent = 0

  async function handshake(): Promise<void> {
    const answers: Uint8Array[] = []
    const connection: PacketConnection = {
      ...{ id: 1, mode: 'stream', remoteAddress: undefined, remotePort: undefined, dcId: undefined, bufferedBytes: 0 },
      ...{ openRequests: 0, closed: false, pause() {}, resume() {}, close() {}, abort() {} },
      ...{ sendQuickAck() {}, sendTransportError() {} },
      transport: { carrier: 'tcp', framing: 'full', obfuscated: false, proxySecret: false, testPath: false },
      send: (packet) => void answers.push(packet),
    }
    const handlers = endpoint.accept(connection)
    const client = createClientKeyExchange({ publicKeys: [key.publicKey], dc: { id: 2 }, random, now: Date.now })
    let query = client.start()
    for (;;) {
      const before = process.cpuUsage()
      handlers.onPacket(query, false)
      while (answers.length === 0) await Promise.resolve()
      const { user, system } = process.cpuUsage(before)
      spent += (user + system) / 1000
      const output = client.receive(answers.shift() ?? new Uint8Array())
      if (output.type === 'done') break
      query = output.packet
    }
    handlers.onClose({ code: 'CLOSED_BY_PEER', message: 'done' })
  }

  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    spent = 0
    for (let i = 0; i < HANDSHAKES; i++) await handshake()
    least = Math.min(least, spent / HANDSHAKES)
  }
  endpoint.close()
  return least
}
