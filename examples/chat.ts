// Two people sign in with test numbers and chat. Start a server first (npm start), then:
//   node --conditions=@chappe/source examples/chat.ts [host] [port] [path to public.pem]
import { readFileSync } from 'node:fs'
import { type Client, createClient } from '@chappe/client'

const [host = '127.0.0.1', port = '4430', pem = 'chappe-data/keys/public.pem'] = process.argv.slice(2)

/** One line says what is wrong; nothing waits for a server that is not there. */
function fail(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error)
  console.error(`No chat with ${host}:${port}: ${why}. Start a server first: npm start`)
  process.exit(1)
}

async function signIn(name: string, phone: string): Promise<Client> {
  const client = createClient({
    apiId: 1,
    apiHash: 'example',
    dcs: { id: 2, host, port: Number(port) },
    serverPublicKey: readFileSync(pem, 'utf8'),
    log: false,
  })
  await client.connect({ timeoutMs: 8000 })
  // The code of a test number 99966XYYYY is its digit X, five times.
  const user = await client.start({ phone, code: '22222', name })
  console.log(`${name} is signed in as user ${user.id}`)
  return client
}

const [alice, bob] = await Promise.all([signIn('Alice', '9996620001'), signIn('Bob', '9996620002')]).catch(fail)

const said = ['Hello Bob!', 'Hello Alice, how are you?', 'Fine. Shall we build a messenger?', 'We are in one.']
const done = Promise.withResolvers<void>()
for (const [name, client] of [['Alice', alice] as const, ['Bob', bob] as const]) {
  client.on('message', async ({ peer, out, text }) => {
    if (out) return
    console.log(`${name} reads: ${text}`)
    const answer = said[said.indexOf(text) + 1]
    if (answer === undefined) done.resolve()
    else await client.sendMessage(peer, answer)
  })
}
await alice.sendMessage('+9996620002', said[0] ?? '')
await done.promise
await Promise.all([alice.close(), bob.close()])
