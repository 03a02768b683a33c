// Sends a file to Saved Messages and fetches it again, with a progress bar. Start a server first (npm start), then:
//   npm run example -- move-file FILE [host] [port] [path to public.pem]
// Ended in the middle by Ctrl+C and started again, it goes on where it was.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createClient, type Progress } from '@chappe/client'
import { createStorage } from '@chappe/client/storage'

const [file, host = '127.0.0.1', port = '4430', pem = 'chappe-data/keys/public.pem'] = process.argv.slice(2)
if (file === undefined) {
  console.error('usage: npm run example -- move-file FILE [host] [port] [path to public.pem]')
  process.exit(1)
}

/** What was done is drawn over itself in a terminal, and written once elsewhere. */
function progressBar(title: string): (progress: Progress) => void {
  const began = performance.now()
  return ({ done, total }) => {
    const ratio = total === undefined ? 0 : done / total
    if (!process.stdout.isTTY && ratio < 1) return
    const bar = '█'.repeat(Math.round(ratio * 30)).padEnd(30, '░')
    const rate = done / 1e6 / Math.max(0.001, (performance.now() - began) / 1000)
    process.stdout.write(
      `${title} ${bar} ${(ratio * 100).toFixed(0)} %, ${rate.toFixed(1)} MB/s${ratio === 1 ? '\n' : '\r'}`,
    )
  }
}

const client = createClient({
  apiId: 1,
  apiHash: 'example',
  dcs: { id: 2, host, port: Number(port) },
  serverPublicKey: readFileSync(pem, 'utf8'),
  storage: createStorage('.move-file'),
  log: false,
})
process.once('SIGINT', () => void client.close())
try {
  await client.connect({ timeoutMs: 8000 })
  // The code of a test number 99966XYYYY is its digit X, five times.
  await client.start({ phone: '9996630003', code: '33333', name: 'Carol' })
  const { id } = await client.sendFile('me', file, { resumeAs: file, onProgress: progressBar('up  ') })
  const found = await client.call({ _: 'messages.getMessages', id: [{ _: 'inputMessageID', id }] })
  const [message] = 'messages' in found ? found.messages : []
  if (message === undefined) throw new Error('the message is gone')
  const target = `fetched-${basename(file)}`
  await client.download(message, { onProgress: progressBar('down') }).toFile(target)
  console.log(`It is in ${target}, byte for byte.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await client.close()
}
