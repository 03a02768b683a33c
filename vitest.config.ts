import { defineConfig, type ViteUserConfig } from 'vitest/config'

// Tests run the TypeScript sources: the `@chappe/source` condition resolves every workspace package to its `src`.
const conditions = ['@chappe/source', 'node', 'import', 'module', 'default']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'interop/**/*.test.ts',
      'examples/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    execArgv: ['--conditions=@chappe/source'],
  },
})

export default config
