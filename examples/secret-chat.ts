// Two people talk in a secret chat, of which the server sees nothing but ciphertext. Start a server first (npm start), then:
//   node --conditions=@chappe/source examples/secret-chat.ts [host] [port] [path to public.pem]
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Client, createClient, type SecretChatInfo } from '@chappe/client'

const [host = '127.0.0.1', port = '4430', pem = 'chappe-data/keys/public.pem'] = process.argv.slice(2)

async function signIn(name: string, phone: string): Promise<Client> {
  const client = createClient({
    apiId: 1,
    apiHash: 'example',
    dcs: { id: 2, host, port: Number(port) },
    serverPublicKey: readFileSync(pem, 'utf8'),
    log: false,
    // An app that stores anything keeps this key elsewhere, such as in the keychain of the system.
    secretChats: { key: new Uint8Array(randomBytes(32)) },
  })
  await client.connect({ timeoutMs: 8000 })
  // The code of a test number 99966XYYYY is its digit X, five times.
  await client.start({ phone, code: '22222', name })
  return client
}

/** What two people compare, on the phone say: who stands between them cannot make both see the same. */
async function picture(client: Client, chatId: number): Promise<string> {
  const { image } = await client.secretChats.visualisation(chatId)
  const rows = Array.from({ length: 12 }, (_, row) => [...image.subarray(row * 12, row * 12 + 12)])
  return rows.map((row) => row.map((square) => ' ░▒▓'.charAt(square).repeat(2)).join('')).join('\n')
}

const [alice, bob] = await Promise.all([signIn('Alice', '9996620001'), signIn('Bob', '9996620002')])

// On which of his devices the chat shall be is Bob's to say.
bob.secretChats.on('request', ({ id }) => void bob.secretChats.accept(id))
const ready = new Promise<SecretChatInfo>((resolve) => void alice.secretChats.on('ready', resolve))
const { id } = await alice.secretChats.start('+9996620002')
await ready

const [hers, his] = [await picture(alice, id), await picture(bob, id)]
console.log(`${hers}\nBob sees ${hers === his ? 'the same picture' : 'ANOTHER picture: somebody stands between them'}`)

const done = Promise.withResolvers<void>()
bob.secretChats.on('message', async (message) => {
  if (message.secret.file === undefined) {
    console.log(`Bob reads: ${message.text}`)
    return
  }
  const file = await bob.secretChats.download(message).bytes()
  console.log(`Bob gets a file: ${new TextDecoder().decode(file)}`)
  // The peer of a message leads back into the secret chat.
  await bob.sendMessage(message.peer, 'Got it. Now forget it.')
})
alice.secretChats.on('message', async ({ text }) => {
  console.log(`Alice reads: ${text}`)
  await alice.secretChats.end(id, { deleteHistory: true })
})
bob.secretChats.on('ended', ({ reason }) => {
  console.log(`It is over for Bob: ${reason}`)
  done.resolve()
})

await alice.secretChats.send(id, { text: 'Nobody else can read this.', ttl: 60 })
await alice.secretChats.sendFile(id, new TextEncoder().encode('the plan'), { name: 'plan.txt' })
await done.promise
await Promise.all([alice.close(), bob.close()])
