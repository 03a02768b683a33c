/*
 * A device of our client as a process of its own: node device.ts PORT PEM FOLDER PHONE [asks|waits]. It talks in its secret chat as
 * long as it runs. Lines on standard output: `ready` with the number of the chat, `sent TEXT` when the server has a message; and
 * once a line comes on standard input and all is quiet, `history` with what was said.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createClient } from '@chappe/client'
import { createStorage } from '@chappe/client/storage'

const [port, pem = '', folder = '', phone = '', role, other = ''] = process.argv.slice(2)
const QUIET_MS = 1500

const client = createClient({
  ...{ apiId: 1, apiHash: 'interop', dcs: { id: 2, host: '127.0.0.1', port: Number(port) } },
  ...{ serverPublicKey: readFileSync(pem, 'utf8'), storage: createStorage(folder), log: false },
  secretChats: { key: new Uint8Array(32).fill(7), rekeying: { messages: 9, ms: 1e9 } },
})
const say = (what: string, detail: unknown): void => void process.stdout.write(`${what} ${JSON.stringify(detail)}\n`)

let isOver = false
let lastChange = performance.now()
let chatId: number | undefined
client.secretChats.on('message', () => {
  lastChange = performance.now()
})
client.secretChats.on('request', ({ id }) => void client.secretChats.accept(id).catch(() => {}))
client.secretChats.on('ready', ({ id }) => begin(id))
createInterface(process.stdin).once('line', () => {
  isOver = true
})

await client.start({ phone, code: (phone[5] ?? '').repeat(5), name: phone })
const [known] = await client.secretChats.list()
if (known?.state === 'active') begin(known.id)
else if (known?.state === 'requested') await client.secretChats.accept(known.id)
else if (known === undefined && role === 'asks') await client.secretChats.start(`+${other}`)

function begin(id: number): void {
  if (chatId !== undefined) return
  chatId = id
  say('ready', id)
  void talk(id)
}

async function talk(id: number): Promise<void> {
  let count = 0
  for await (const message of client.secretChats.history(id)) if (message.out) count++
  const underWay = new Set<Promise<unknown>>()
  while (!isOver) {
    const text = `${phone} ${count++}`
    const sent = client.secretChats.send(id, { text }).then(
      () => say('sent', text),
      (error: unknown) => say('failed', String(error)),
    )
    underWay.add(sent)
    void sent.finally(() => underWay.delete(sent))
    if (underWay.size > 4) await Promise.race(underWay)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await Promise.all(underWay)
  // Something after the last gap shows that there is one.
  await client.secretChats.send(id, { text: `${phone} the end` })
  lastChange = performance.now()
  while (performance.now() - lastChange < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 100))
  const [own, others]: [string[], string[]] = [[], []]
  for await (const { out, text } of client.secretChats.history(id)) (out ? own : others).unshift(text)
  say('history', { own, others, state: (await client.secretChats.get(id)).state })
  await client.close()
  process.exit()
}
