// The smallest site which treats pages as the documentation site does.
module.exports = {
  title: "packscribe",
  url: "https://example.com",
  baseUrl: "/",
  trailingSlash: true,
  // Only the given pages are built, so links to other pages of the site cannot resolve.
  onBrokenLinks: "warn",
  onBrokenAnchors: "throw",
  markdown: { hooks: { onBrokenMarkdownLinks: "warn" } },
  presets: [
    [
      "classic",
      {
        blog: false,
        theme: {},
        docs: {
          routeBasePath: "/",
          admonitions: { keywords: ["preview", "further"], extendDefaults: true },
        },
      },
    ],
  ],
};
