# /// case
# needs = []
# policy = "standard"
# ///
import ipaddress

net = ipaddress.ip_network("192.168.10.0/29")
print(net.num_addresses, net.netmask, [str(h) for h in net.hosts()][:3], ipaddress.ip_address("192.168.10.5") in net)
print(ipaddress.ip_address("2001:db8::1").exploded, ipaddress.ip_address("10.0.0.1").is_private)
print([str(n) for n in ipaddress.ip_network("10.0.0.0/22").subnets(new_prefix=24)])
