import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Api, TelegramClient } from 'telegram'
import { _serverKeys } from 'telegram/crypto/RSA.js'
import { readBigIntFromBuffer, returnBigInt, sha1 } from 'telegram/Helpers.js'
import { ConnectionTCPFull } from 'telegram/network/index.js'
import { StringSession } from 'telegram/sessions/index.js'

const [port = '4430', keyFile = 'chappe-data/keys/public.pem', phone = '9996610001'] = process.argv.slice(2)

await trustServerKey(keyFile)
const session = new StringSession('')
session.setDC(2, '127.0.0.1', 80)
// GramJS connects to port 80 whatever the session says; a connection class of one's own is the way around that.
class Connection extends ConnectionTCPFull {
  constructor(options: ConstructorParameters<typeof ConnectionTCPFull>[0]) {
    super({ ...options, port: Number(port) })
  }
}
const client = new TelegramClient(session, 1, 'any', { connection: Connection })
await client.connect()

// The code of a test number 99966XYYYY is its digit X, five times. Numbers without an account sign up.
const phoneCode = (phone[5] ?? '').repeat(5)
const { phoneCodeHash } = await client.sendCode({ apiId: 1, apiHash: 'any' }, phone)
const found = await client.invoke(new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash, phoneCode }))
if (found instanceof Api.auth.AuthorizationSignUpRequired) {
  await client.invoke(new Api.auth.SignUp({ phoneNumber: phone, phoneCodeHash, firstName: 'Ada', lastName: '' }))
}
const message = await client.sendMessage('me', { message: 'Hello from GramJS' })
console.log(message.message)
await client.destroy()

/** GramJS has the keys of the public servers built in; ours goes beside them, by its fingerprint. */
async function trustServerKey(file: string): Promise<void> {
  const { n = '', e = '' } = createPublicKey(readFileSync(file)).export({ format: 'jwk' })
  const [modulus, exponent] = [Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url')]
  const tl = (bytes: Buffer): Buffer => {
    const head = bytes.length < 254 ? [bytes.length] : [254, bytes.length & 255, bytes.length >> 8, 0]
    const padding = Buffer.alloc((4 - ((head.length + bytes.length) % 4)) % 4)
    return Buffer.concat([Buffer.from(head), bytes, padding])
  }
  const digest = await sha1(Buffer.concat([tl(modulus), tl(exponent)]))
  const fingerprint = readBigIntFromBuffer(digest.subarray(-8), true, true)
  _serverKeys.set(fingerprint.toString(), { n: returnBigInt(BigInt(`0x${modulus.toString('hex')}`)), e: 65_537 })
}
