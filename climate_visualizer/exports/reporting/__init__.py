"""What officers file elsewhere, in the sheets and codes of GPC/CIRIS, CDP-ICLEI and the Covenant of Mayors."""
