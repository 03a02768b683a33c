import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tdl from 'tdl'

const [port = '4430', keyFile = 'chappe-data/keys/public.pem', phone = '9996610001'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'tdlib-'))

// TDLib has the keys of the public servers built in. A copy of the library gets ours, which is as long, in their place.
const library = createRequire(import.meta.url).resolve('@prebuilt-tdlib/linux-x64-glibc/libtdjson.so')
const ours = readFileSync(keyFile, 'latin1').trim()
const patched = readFileSync(library)
for (let at = 0; ; at++) {
  at = patched.indexOf('-----BEGIN RSA PUBLIC KEY-----', at)
  if (at < 0) break
  const end = patched.indexOf('-----END RSA PUBLIC KEY-----', at) + '-----END RSA PUBLIC KEY-----'.length
  if (end - at === ours.length) patched.write(ours, at, 'latin1')
}
writeFileSync(join(folder, 'libtdjson.so'), patched)
tdl.configure({ tdjson: join(folder, 'libtdjson.so'), verbosityLevel: 0 })

// The addresses are built in, too: a proxy leads whatever it connects to, to the server.
const proxy = createServer().on('connect', (_, near, head) => {
  const far = connect(Number(port), '127.0.0.1', () => {
    near.write('HTTP/1.1 200 OK\r\n\r\n')
    far.write(head)
    far.pipe(near).pipe(far)
  })
  far.on('error', () => near.destroy())
  near.on('error', () => far.destroy())
})
proxy.listen(0, '127.0.0.1')
await once(proxy, 'listening')
const address = proxy.address()
const proxyPort = typeof address === 'object' && address !== null ? address.port : 0

const client = tdl.createBareClient()
const state = watchState()
const noNetwork = client.invoke({ _: 'setNetworkType', type: { _: 'networkTypeNone' } })
await client.invoke({
  ...{ _: 'setTdlibParameters', database_directory: folder, files_directory: folder, use_message_database: true },
  ...{ api_id: 1, api_hash: 'any', system_language_code: 'en', device_model: 'any', application_version: '1' },
})
await noNetwork
const server = { _: 'proxy', server: '127.0.0.1', port: proxyPort, type: { _: 'proxyTypeHttp' } }
await client.invoke({ _: 'addProxy', proxy: server, enable: true })
await client.invoke({ _: 'setNetworkType', type: { _: 'networkTypeOther' } })

// The code of a test number 99966XYYYY is its digit X, five times. Numbers without an account sign up.
await client.invoke({ _: 'setAuthenticationPhoneNumber', phone_number: phone })
await state.reach('authorizationStateWaitCode')
await client.invoke({ _: 'checkAuthenticationCode', code: (phone[5] ?? '').repeat(5) })
if (
  (await state.reach('authorizationStateWaitRegistration', 'authorizationStateReady')) !== 'authorizationStateReady'
) {
  await client.invoke({ _: 'registerUser', first_name: 'Ada', last_name: '' })
  await state.reach('authorizationStateReady')
}
const me = await client.invoke({ _: 'getMe' })
const chat = await client.invoke({ _: 'createPrivateChat', user_id: me.id })
const text = { _: 'formattedText', text: 'Hello from TDLib' }
const sent = state.nextSent()
await client.invoke({ _: 'sendMessage', chat_id: chat.id, input_message_content: { _: 'inputMessageText', text } })
console.log(await sent)
await client.close()
process.exit()

function watchState() {
  let current = ''
  const watchers = new Set<() => void>()
  const sent: ((text: string) => void)[] = []
  client.on('update', (update) => {
    if (update._ === 'updateAuthorizationState') current = update.authorization_state._
    if (update._ === 'updateMessageSendSucceeded')
      for (const tell of sent.splice(0)) tell(update.message.content.text.text)
    for (const watcher of watchers) watcher()
  })
  return {
    reach: (...states: readonly string[]) =>
      new Promise<string>((resolve) => {
        const look = (): void => {
          if (!states.includes(current)) return
          watchers.delete(look)
          resolve(current)
        }
        watchers.add(look)
        look()
      }),
    nextSent: () => new Promise<string>((resolve) => void sent.push(resolve)),
  }
}
