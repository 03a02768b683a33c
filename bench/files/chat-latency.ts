import { type Client, createClient } from '@chappe/client'
import type { ServerHandle } from '../server/server-handle.ts'

/** Two people who talk while files move. */
export interface Chat {
  /** Sends messages until `during` is over; gives the time in ms in which 99 of 100 had come to the other. */
  p99(during: Promise<unknown>): Promise<number>
  close(): Promise<void>
}

const EVERY_MS = 40

export async function openChat(server: ServerHandle): Promise<Chat> {
  const open = async (phone: string, code: string): Promise<Client> => {
    const client = createClient({
      ...{ apiId: 1, apiHash: 'bench', dcs: { id: 2, host: '127.0.0.1', port: server.port } },
      serverPublicKey: server.publicKey,
    })
    await client.start({ phone, code, name: phone })
    return client
  }
  const [alice, bob] = await Promise.all([open('9996610101', '11111'), open('9996620102', '22222')])
  const to = await alice.resolve('+9996620102')
  const waiting = new Map<string, (at: number) => void>()
  bob.on('message', ({ text }) => waiting.get(text)?.(performance.now()))
  let count = 0
  return {
    async p99(during) {
      let over = false
      const end = during.finally(() => {
        over = true
      })
      const took: Promise<number>[] = []
      while (!over) {
        const text = String(count++)
        const began = performance.now()
        const came = new Promise<number>((resolve) => waiting.set(text, resolve))
        void alice.sendMessage(to, text)
        took.push(came.then((at) => at - began))
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
      }
      const all = (await Promise.all(took)).sort((a, b) => a - b)
      waiting.clear()
      await end
      return all[Math.min(all.length - 1, Math.floor(all.length * 0.99))] ?? 0
    },
    async close() {
      await Promise.all([alice.close(), bob.close()])
    },
  }
}
