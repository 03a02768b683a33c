import { writeFileSync } from 'node:fs'
import { countriesFile, describeCountries } from '../src/testing/country-numbers.ts'

writeFileSync(countriesFile, describeCountries())
