#!/usr/bin/env node
// Node still calls its SQLite experimental, which is nothing that whoever runs this can act on. Everything else is loaded
// after this, because the warning comes with the module.
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name === 'ExperimentalWarning' && warning.message.includes('SQLite')) return
  process.stderr.write(`chappe-bot-api: ${warning.name}: ${warning.message}\n`)
})

const { main } = await import('./main.ts')
await main(process.argv.slice(2), process.env)

export {}
