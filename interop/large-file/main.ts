import { parseArgs } from 'node:util'
import { moveFile } from './move-file.ts'

const { values } = parseArgs({ options: { mib: { type: 'string', default: '64' }, most: { type: 'string' } } })
const mib = Number(values.mib)
const { bytes, uploadSeconds, downloadSeconds, serverMiB } = await moveFile(mib)
const rate = (seconds: number): string => `${(bytes / 1_048_576 / seconds).toFixed(1)} MiB/s`
console.log(`${mib} MiB by mtcute: up ${rate(uploadSeconds)}, down ${rate(downloadSeconds)}`)
console.log(`the server had ${serverMiB.toFixed(0)} MiB more at its most than before`)
if (values.most !== undefined && serverMiB > Number(values.most)) {
  console.error(`that is more than ${values.most} MiB`)
  process.exit(1)
}
process.exit(0)
