// What Biome misses: promises that nobody waits for.
import tseslint from 'typescript-eslint'

export default tseslint.config({
  files: ['src/**/*.ts', 'test/**/*.ts', 'migrations/**/*.ts'],
  languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
  plugins: { '@typescript-eslint': tseslint.plugin },
  rules: {
    '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
    '@typescript-eslint/no-misused-promises': [
      'error',
      { checksVoidReturn: { arguments: false, attributes: false } },
    ],
  },
})
