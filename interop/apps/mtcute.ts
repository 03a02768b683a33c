import { readFileSync } from 'node:fs'
import { MemoryStorage, TelegramClient } from '@mtcute/node'
import { addPublicKey, NodeCryptoProvider } from '@mtcute/node/utils.js'

const [port = '4430', keyFile = 'chappe-data/keys/public.pem', phone = '9996610001'] = process.argv.slice(2)

const crypto = new NodeCryptoProvider()
await crypto.initialize()
addPublicKey(crypto, readFileSync(keyFile, 'utf8'))
const dc = { id: 2, ipAddress: '127.0.0.1', port: Number(port) }
const client = new TelegramClient({
  apiId: 1,
  apiHash: 'any',
  storage: new MemoryStorage(),
  crypto,
  defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } },
})

// The code of a test number 99966XYYYY is its digit X, five times. Numbers without an account sign up.
const code = (phone[5] ?? '').repeat(5)
const sent = await client.sendCode({ phone })
if (!('phoneCodeHash' in sent)) throw new Error('signed in without a code')
const { phoneCodeHash } = sent
const found = await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: code })
if (found._ === 'auth.authorizationSignUpRequired') {
  const names = { firstName: 'Ada', lastName: '' }
  await client.notifyLoggedIn(await client.call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash, ...names }))
} else {
  await client.notifyLoggedIn(found)
}
const message = await client.sendText('me', 'Hello from mtcute')
console.log(message.text)
await client.destroy()
